package io.layerbench.cli;

import io.layerbench.onnx.TestModels;
import io.layerbench.run.RunFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One finished run of a small model without data, made once for all tests that only read it. */
final class SharedRun {

  private static @Nullable SharedRun made;

  private final Path model;
  private final Path results;
  private final Cli.Result result;

  private SharedRun(Path model, Path results, Cli.Result result) {
    this.model = model;
    this.results = results;
    this.result = result;
  }

  /** The run, with no command named: it is the default one. */
  static synchronized SharedRun get() throws Exception {
    SharedRun present = made;
    if (present != null) {
      return present;
    }
    Path folder = Files.createTempDirectory("layerbench-shared");
    TemporaryFolders.deleteAtExit(folder);
    Path model = Files.write(folder.resolve("mlp.onnx"), TestModels.mlp().toBytes());
    Path results = folder.resolve("results");
    List<Object> arguments = options(model, results);
    Cli.Result result = Cli.child(folder, arguments.toArray());
    if (result.exitCode() != 0) {
      throw new AssertionError(result.text());
    }
    SharedRun run = new SharedRun(model, results, result);
    made = run;
    return run;
  }

  /** The run's folder. */
  static RunFolder folder() throws Exception {
    return RunFiles.only(get().results());
  }

  /** A copy of the run, to change: "run" in that folder. */
  static Path copy(Path folder) throws Exception {
    Path copy = folder.resolve("run");
    RunFiles.copy(folder().path(), copy);
    return copy;
  }

  /** The options of that run, without a command. */
  static List<Object> options(Path model, Path results) {
    return List.of(
        "--model",
        model,
        "--backend",
        "cpu",
        "--precision",
        "fp32,int8",
        "--iterations",
        3,
        "--warmup",
        1,
        "--forks",
        2,
        "--threads",
        1,
        "--samples",
        4,
        "--output",
        results);
  }

  Path model() {
    return model;
  }

  Path results() {
    return results;
  }

  Cli.Result result() {
    return result;
  }
}
