package io.layerbench.benchmarks;

import io.layerbench.base.Precision;
import io.layerbench.dataset.BuiltinModels;
import io.layerbench.run.BenchmarkCase;
import io.layerbench.run.CaseKind;
import io.layerbench.run.PlannedFork;
import io.layerbench.run.RunFolder;
import io.layerbench.run.Timing;
import io.layerbench.statistics.Summary;
import io.layerbench.worker.ChildCommand;
import io.layerbench.worker.WorkerClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;

/**
 * Does the suite measure what a plain loop measures? Times a whole FP32 model by turns in one of
 * the suite's forks and in {@link PlainLoop}, and prints the ratio of the medians pair by pair.
 *
 * <pre>
 * java -cp benchmarks.jar io.layerbench.benchmarks.SuiteAgainstLoop [MODEL|builtin:m5] [PAIRS] [THREADS]
 * </pre>
 *
 * <p>A median ratio well above 1 means that JMH's work between two samples reaches into the
 * samples, one well below 1 that the loop is disturbed by something the suite keeps out of its
 * samples.
 */
public final class SuiteAgainstLoop {

  private static final int ITERATIONS = 100;
  private static final int WARMUP = 20;
  private static final Duration LIMIT = Duration.ofMinutes(5);

  private SuiteAgainstLoop() {}

  /** Arguments, all optional: the model, how many pairs, threads. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    String model = arguments.length > 0 ? arguments[0] : BuiltinModels.M5;
    int pairs = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 15;
    int threads = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 1;
    Path folder = Files.createTempDirectory("layerbench-loop");
    Path caseFile;
    try (WorkerClient worker =
        new WorkerClient(ChildCommand.worker(), folder.resolve("worker.log"))) {
      caseFile =
          new StandaloneCase(model, worker, folder).write("*", Precision.FP32, "cpu", threads);
    }
    RunFolder run = RunFolder.create(folder, "device", "model", "run");
    JmhForkTimer timer =
        new JmhForkTimer(
            new JmhForkTimer.Settings("loop", ITERATIONS, WARMUP, threads, LIMIT, Set.of()));
    BenchmarkCase whole = new BenchmarkCase(CaseKind.MODEL, "model", "cpu", "fp32");
    double[] ratios = new double[pairs];
    for (int i = 0; i < pairs; i++) {
      double suite;
      double loop;
      // Which goes first changes from pair to pair, so that neither always follows the other.
      if (i % 2 == 0) {
        suite = suite(timer, new PlannedFork(whole, i, i), caseFile, run);
        loop = loop(caseFile);
      } else {
        loop = loop(caseFile);
        suite = suite(timer, new PlannedFork(whole, i, i), caseFile, run);
      }
      ratios[i] = suite / loop;
      System.out.printf(
          Locale.ROOT,
          "pair %2d: suite %.4f ms, loop %.4f ms, ratio %.3f%n",
          i + 1,
          suite / 1e6,
          loop / 1e6,
          ratios[i]);
    }
    Arrays.sort(ratios);
    System.out.printf(
        Locale.ROOT,
        "median ratio %.3f (least %.3f, greatest %.3f, %d pairs)%n",
        ratios[pairs / 2],
        ratios[0],
        ratios[pairs - 1],
        pairs);
  }

  private static double suite(JmhForkTimer timer, PlannedFork fork, Path caseFile, RunFolder run)
      throws InterruptedException {
    Timing timing = timer.time(fork, caseFile, run);
    if (!timing.succeeded()) {
      throw new IllegalStateException(timing.failure());
    }
    return Summary.of(timing.callsNanos()).median();
  }

  private static double loop(Path caseFile) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                ChildCommand.java(),
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                ChildCommand.classPath(),
                PlainLoop.class.getName(),
                caseFile.toString(),
                String.valueOf(WARMUP),
                String.valueOf(ITERATIONS))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException("the loop failed: " + out);
    }
    return Double.parseDouble(out.strip().replaceFirst("(?s).*median_nanos=", ""));
  }
}
