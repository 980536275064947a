package io.layerbench.suite;

import io.layerbench.base.EnvironmentException;
import io.layerbench.base.IoReason;
import io.layerbench.device.ContentionSample;
import io.layerbench.run.BenchmarkCase;
import io.layerbench.run.ForkTimer;
import io.layerbench.run.RoundsMade;
import io.layerbench.run.RunFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** Times the cases that are not in the journal yet, fork by fork, and journals each as it ends. */
final class TimingStation {

  private final RunFolder folder;
  private final Tools tools;
  private final Console console;

  /**
   * What forks are timed with.
   *
   * @param timer runs a fork
   * @param probe samples the machine before and after it; its times are the clock
   * @param sentinel what runs between the cases
   */
  record Tools(ForkTimer timer, Supplier<ContentionSample> probe, SentinelCase sentinel) {}

  TimingStation(RunFolder folder, Tools tools, Console console) {
    this.folder = folder;
    this.tools = tools;
    this.console = console;
  }

  /**
   * Runs what is missing: round by round every case once, sentinels between them, and after each
   * round again what others disturbed.
   *
   * @param title of the progress bar
   * @param caseFile makes a case's files when its first fork comes
   */
  RoundsMade run(
      String title,
      List<BenchmarkCase> cases,
      RoundRule rule,
      Function<BenchmarkCase, Path> caseFile)
      throws InterruptedException, IOException {
    ForkRunner runner = new ForkRunner(folder, tools, caseFile);
    try (TimingStage stage = new TimingStage(title, cases, rule, runner, console)) {
      return stage.run();
    } catch (IOException e) {
      throw new EnvironmentException(
          "The journal in " + folder.path() + " cannot be written (" + IoReason.of(e) + ").",
          "free some space, then run --resume " + folder.path() + ".",
          e);
    }
  }
}
