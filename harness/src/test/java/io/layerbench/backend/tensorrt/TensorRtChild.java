package io.layerbench.backend.tensorrt;

import io.layerbench.base.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** Runs a child process with TensorRT's real libraries and without a GPU. */
final class TensorRtChild {

  private static final int MOST_MINUTES = 5;

  private TensorRtChild() {}

  /** The folder of TensorRT's libraries; aborts the test where they are not there. */
  private static Path libraries() {
    String property = System.getProperty("layerbench.tensorrt.redist", "");
    String named =
        property.isEmpty()
            ? System.getenv().getOrDefault("LAYERBENCH_TENSORRT_REDIST", "")
            : property;
    Path folder = Path.of(named);
    Assumptions.assumeTrue(
        !named.isEmpty() && Files.isRegularFile(folder.resolve(NativeLibraries.INFER)),
        () ->
            "download not found: libnvinfer.so.11 (use -Ptensorrt-tests, or name its folder by"
                + " LAYERBENCH_TENSORRT_REDIST)");
    return folder;
  }

  /** Aborts the test where the libraries are not there. */
  static void require() {
    libraries();
  }

  /**
   * The JSON objects that the child prints, one a line; the libraries print lines of their own.
   *
   * @param folder where the JNI libraries may be unpacked
   * @param model a file or folder
   */
  static <T> List<T> run(Class<?> main, Path folder, Path model, Class<T> type)
      throws IOException, InterruptedException {
    Path joints = folder.resolve("joints");
    JniLibraries.unpack(joints);
    Path output = folder.resolve(main.getSimpleName() + ".jsonl");
    Path log = folder.resolve(main.getSimpleName() + ".log");
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx1g",
            "-D" + NativeLibraries.SWITCH + "=false",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            main.getName(),
            libraries().toString(),
            joints.toString(),
            model.toString());
    builder.environment().put("TRT_INTERNAL_OPTIONS", "--cpu_only=1");
    Process child = builder.redirectOutput(output.toFile()).redirectError(log.toFile()).start();
    try {
      if (!child.waitFor(MOST_MINUTES, TimeUnit.MINUTES) || child.exitValue() != 0) {
        throw new AssertionError("The child failed: " + Files.readString(log));
      }
    } finally {
      child.destroyForcibly();
    }
    return Files.readAllLines(output).stream()
        .filter(line -> line.startsWith("{"))
        .map(line -> Json.parse(line, type, main.getSimpleName()))
        .toList();
  }
}
