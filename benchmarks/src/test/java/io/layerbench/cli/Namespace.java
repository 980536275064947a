package io.layerbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerbench.worker.ChildCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** Runs commands in a namespace of their own, which needs no rights. Linux only. */
final class Namespace {

  private final String kind;
  private final String probe;
  private final String preparation;
  private final Path log;

  /**
   * A namespace.
   *
   * @param kind what unshare calls it: net or mount
   * @param probe a shell command that fails where such a namespace is of no use
   * @param preparation shell commands that make it what is wanted
   * @param folder for the log
   */
  Namespace(String kind, String probe, String preparation, Path folder) {
    this.kind = kind;
    this.probe = probe;
    this.preparation = preparation;
    this.log = folder.resolve("namespace.log");
  }

  /** Skips the test where the system does not let its users have one. */
  void assumeThere() throws Exception {
    boolean there;
    try {
      there = run(probe, List.of("true")) == 0;
    } catch (IOException e) {
      there = false;
    }
    Assumptions.assumeTrue(
        there, "device not found: a %s namespace of our own (unshare, %s)".formatted(kind, probe));
  }

  /** Runs a class with a main method. */
  int java(Class<?> main, Object... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.addAll(
        List.of(ChildCommand.java(), "-Xmx1g", "-cp", ChildCommand.classPath(), main.getName()));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    return run(preparation, command);
  }

  private int run(String before, List<String> command) throws Exception {
    List<String> whole = new ArrayList<>();
    whole.addAll(List.of("unshare", "--user", "--map-root-user", "--" + kind, "sh", "-c"));
    whole.addAll(List.of(before + " && exec \"$@\"", "sh"));
    whole.addAll(command);
    Process process =
        new ProcessBuilder(whole).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    assertThat(process.waitFor(8, TimeUnit.MINUTES)).isTrue();
    return process.exitValue();
  }

  /** What the last command printed. */
  String log() throws IOException {
    return Files.readString(log);
  }
}
