package io.layerbench.backend.tensorrt;

import io.layerbench.backend.Availability;
import io.layerbench.base.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Climbs the ladder in a child process.
 *
 * @param command the Java launcher with its arguments, up to the main class's own
 */
record LadderChild(List<String> command) {

  private static final int MOST_SECONDS = 120;

  LadderChild {
    command = List.copyOf(command);
  }

  /** With this process's Java and class path. */
  static LadderChild ofThisProcess(List<String> jvmArguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvmArguments);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(LadderMain.class.getName());
    return new LadderChild(command);
  }

  /** What the child says; where it says nothing, how it ended. */
  Availability climb(NativeLibraries libraries) {
    List<String> whole = new ArrayList<>(command);
    whole.add(libraries.nvidia().toAbsolutePath().toString());
    whole.add(libraries.joints().toAbsolutePath().toString());
    try {
      Path output = Files.createTempFile("layerbench-tensorrt", ".json");
      try {
        return run(whole, output);
      } finally {
        Files.deleteIfExists(output);
      }
    } catch (IOException e) {
      return died("the child process cannot be started (" + e.getMessage() + ")");
    }
  }

  private static Availability run(List<String> command, Path output) throws IOException {
    Process child =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .redirectOutput(output.toFile())
            .start();
    try {
      if (!child.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
        return died("the child process did not end within " + MOST_SECONDS + " s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return died("the check was interrupted");
    } finally {
      child.destroyForcibly();
    }
    String text = Files.readString(output, StandardCharsets.UTF_8).strip();
    return child.exitValue() == 0 && text.startsWith("{")
        ? Json.parse(text, Availability.class, "the TensorRT check")
        : died("the child process ended with exit code " + child.exitValue());
  }

  private static Availability died(String how) {
    return Availability.unavailable(
        TensorRtBackend.NAME,
        Rung.LIBRARIES_LOAD.text(),
        how,
        "check that the libraries are whole, of one version and for this platform.");
  }
}
