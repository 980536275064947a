package io.layerbench.suite;

import io.layerbench.base.EnvironmentException;
import io.layerbench.device.Contention;
import io.layerbench.device.ContentionSample;
import io.layerbench.device.PressureProbe;
import io.layerbench.run.BenchmarkCase;
import io.layerbench.run.ForkOrder;
import io.layerbench.run.ForkTimer;
import io.layerbench.run.PlannedFork;
import io.layerbench.run.RunFolder;
import io.layerbench.run.Timing;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Times the cases that are not in the journal yet, fork by fork, and journals each as it ends. */
final class TimingStation {

  private final RunFolder folder;
  private final ForkTimer timer;
  private final Console console;

  TimingStation(RunFolder folder, ForkTimer timer, Console console) {
    this.folder = folder;
    this.timer = timer;
    this.console = console;
  }

  /**
   * Runs what is missing.
   *
   * @param title of the progress bar
   * @param caseFile makes a case's files when its first fork comes
   */
  void run(
      String title,
      List<BenchmarkCase> cases,
      Rounds rounds,
      Function<BenchmarkCase, Path> caseFile)
      throws InterruptedException, IOException {
    List<Timing> done = folder.journal().read();
    List<PlannedFork> missing = ForkOrder.missing(cases, rounds.forks(), rounds.seed(), done);
    int total = cases.size() * rounds.forks();
    PressureProbe probe = new PressureProbe();
    try (Console.Bar bar = console.bar(title, total)) {
      int finished = total - missing.size();
      for (PlannedFork item : missing) {
        bar.at(finished, item.benchmarkCase().id());
        ContentionSample before = probe.read();
        Timing timing = timer.time(item, caseFile.apply(item.benchmarkCase()), folder);
        timing = timing.withCpuPressure(pressure(Contention.between(before, probe.read())));
        folder.journal().append(timing);
        finished++;
        bar.at(finished, outcome(timing));
      }
    } catch (IOException e) {
      throw new EnvironmentException(
          "The journal in " + folder.path() + " cannot be written (" + e + ").",
          "free some space, then run --resume " + folder.path() + ".",
          e);
    }
  }

  private static @Nullable Double pressure(Contention contention) {
    String percent = contention.pressurePercent().value();
    return percent == null ? null : Double.valueOf(percent);
  }

  private static String outcome(Timing timing) {
    if (!timing.succeeded()) {
      return timing.caseId() + " FAILED: " + timing.failure();
    }
    double[] calls = timing.callsNanos();
    Arrays.sort(calls);
    return String.format(Locale.ROOT, "%s %.3f ms", timing.caseId(), calls[calls.length / 2] / 1e6);
  }

  /** How often, and in which order. */
  record Rounds(int forks, long seed) {}
}
