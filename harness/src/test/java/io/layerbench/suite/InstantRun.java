package io.layerbench.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerbench.backend.Fp16;
import io.layerbench.base.Precision;
import io.layerbench.device.ConditionsReader;
import io.layerbench.device.DeviceReader;
import io.layerbench.onnx.OnnxModel;
import io.layerbench.run.BenchmarkCase;
import io.layerbench.run.OutputDeviation;
import io.layerbench.run.OutputTolerances;
import io.layerbench.run.PlannedFork;
import io.layerbench.run.PlanningOptions;
import io.layerbench.run.QuantizationOptions;
import io.layerbench.run.RunFolder;
import io.layerbench.run.RunOptions;
import io.layerbench.run.Timing;
import io.layerbench.worker.ModelWorker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The main job as it is, but for its children: forks take no time and say the same always, and the
 * worker is in this process.
 */
final class InstantRun {

  private static @Nullable RecordDraft draft;

  private final Job job;
  private final ModelWorker worker;
  private final SilentConsole silent = new SilentConsole();
  private final Console console;
  private final List<String> timed = new ArrayList<>();

  /** A job on a model; its file is made where the name says. */
  InstantRun(Path file, OnnxModel model, RunOptions options, ModelWorker worker)
      throws IOException {
    this(file, model, options, worker, null);
  }

  /**
   * The same.
   *
   * @param console who is talked to; null for nobody
   */
  InstantRun(
      Path file, OnnxModel model, RunOptions options, ModelWorker worker, @Nullable Console console)
      throws IOException {
    Files.write(file, model.toBytes());
    this.console = console == null ? silent : console;
    this.job = new Job(new JobFiles(file, null, null, null, Map.of()), options);
    this.worker = worker;
  }

  /** FP32 and INT8 without data, on one thread. */
  static RunOptions options(int forks, int iterations) {
    return options(forks, iterations, List.of(Precision.FP32, Precision.INT8), null);
  }

  static RunOptions options(
      int forks, int iterations, List<Precision> precisions, @Nullable String sensitivity) {
    return new RunOptions(
        "model.onnx",
        null,
        List.of("cpu"),
        precisions,
        iterations,
        1,
        forks,
        null,
        1,
        1,
        Map.of(),
        2,
        null,
        sensitivity,
        1,
        null,
        null,
        QuantizationOptions.defaults(),
        false,
        PlanningOptions.defaults(),
        Map.of(),
        false);
  }

  /** The forks that were timed, in order. */
  List<String> timed() {
    return Collections.unmodifiableList(timed);
  }

  /** What was said. */
  List<String> said() {
    return silent.lines();
  }

  /** A run from the beginning. */
  Outcome begin(Path results) throws InterruptedException {
    return new Suite(RunStart.begin(job, results, worker, console, draft()), this::time, console)
        .run();
  }

  /** The rest of a broken one. */
  Outcome resume(RunFolder folder) throws InterruptedException, IOException {
    return new Suite(RunStart.resume(job, folder, worker, console), this::time, console).run();
  }

  private static synchronized RecordDraft draft() {
    RecordDraft made = draft;
    if (made == null) {
      made =
          new RecordDraft(
              new DeviceReader().read(),
              new ConditionsReader().read(),
              List.of(),
              Map.of(),
              null,
              null);
      draft = made;
    }
    return made;
  }

  /** The runs under a folder, which may be one that fails on purpose. */
  static List<RunFolder> runs(Path results) throws IOException {
    try (Stream<Path> files = Files.walk(results)) {
      return files
          .filter(file -> file.endsWith("run.json"))
          .map(file -> Path.of(file.toString()).getParent())
          .map(RunFolder::open)
          .toList();
    }
  }

  /** The one run under a folder. */
  static RunFolder only(Path results) throws IOException {
    List<RunFolder> runs = runs(results);
    assertThat(runs).hasSize(1);
    return runs.get(0);
  }

  /** The name of a fork in {@link #timed()}. */
  static String key(BenchmarkCase one, int fork, int attempt) {
    return one.id() + " #" + fork + "." + attempt;
  }

  private Timing time(PlannedFork item, Path caseFile, RunFolder folder) {
    BenchmarkCase one = item.benchmarkCase();
    timed.add(key(one, item.fork(), item.attempt()));
    long nanos = 1000L + Math.floorMod(one.id().hashCode(), 1000);
    List<Long> samples =
        LongStream.range(0, job.options().iterations())
            .mapToObj(i -> nanos + (item.fork() + i) % 5)
            .toList();
    return new Timing(
        one.id(),
        one.kind(),
        one.subject(),
        one.backend(),
        one.variant(),
        item.fork(),
        item.attempt(),
        item.sequence(),
        samples,
        1,
        null,
        null,
        List.of(),
        null,
        null,
        null,
        null,
        null,
        item.remeasures(),
        new OutputDeviation(0.0, OutputTolerances.of(one, Fp16.STORAGE)),
        null,
        null);
  }
}
