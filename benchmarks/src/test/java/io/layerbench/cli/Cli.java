package io.layerbench.cli;

import io.layerbench.worker.ChildCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs the command line, in this process or, as users do, in one of its own. */
final class Cli {

  /** What a call said. */
  record Result(int exitCode, String out, String err) {

    /** For a failed assertion. */
    String text() {
      return "exit code " + exitCode + "\n" + out + "\n" + err;
    }
  }

  private static final String MARK = "LAYERBENCH_TEST_MARK";
  private static final long LIMIT_MINUTES = 8;

  private Cli() {}

  /** The same as {@link #here}, and it must succeed. */
  static Result ok(Object... arguments) {
    Result result = here(arguments);
    if (result.exitCode() != 0) {
      throw new AssertionError(result.text());
    }
    return result;
  }

  /** In this process; only for what a crash or System.exit is not expected of. */
  static Result here(Object... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        Main.commandLine()
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(texts(arguments).toArray(new String[0]));
    return new Result(code, out.toString(), err.toString());
  }

  /** To its end in a process of its own. */
  static Result child(Path folder, Object... arguments) throws Exception {
    try (Running running = start(folder, Map.of(), arguments)) {
      return running.await();
    }
  }

  /** Starts a process of its own; what it prints goes to files in the folder. */
  static Running start(Path folder, Map<String, String> environment, Object... arguments)
      throws IOException {
    return start(ChildCommand.classPath(), folder, environment, arguments);
  }

  /** The same from another class path. */
  static Running start(
      String classPath, Path folder, Map<String, String> environment, Object... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ChildCommand.java());
    command.add("-Xmx1g");
    command.add("-XX:+UseSerialGC");
    command.add("-cp");
    command.add(classPath);
    command.add(Main.class.getName());
    command.addAll(texts(arguments));
    String mark = UUID.randomUUID().toString();
    Path out = folder.resolve(mark + ".out");
    Path err = folder.resolve(mark + ".err");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().putAll(environment);
    builder.environment().put(MARK, mark);
    return new Running(builder.start(), mark, out, err);
  }

  private static List<String> texts(Object... arguments) {
    return Stream.of(arguments).map(String::valueOf).toList();
  }

  /** A started process. */
  record Running(Process process, String mark, Path out, Path err) implements AutoCloseable {

    Result await() throws Exception {
      if (!process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)) {
        throw new AssertionError("still running: " + Files.readString(err));
      }
      return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    /** Sends a signal to it and to all that it started, as Ctrl-C in a terminal does. */
    void terminateAll() {
      List<ProcessHandle> children = process.descendants().toList();
      process.destroy();
      children.forEach(ProcessHandle::destroy);
    }

    /** The processes that it started and that live, also those whose parent is gone. */
    List<String> left() throws IOException {
      Path proc = Path.of("/proc");
      if (!Files.isDirectory(proc)) {
        return process.descendants().map(String::valueOf).toList();
      }
      try (Stream<Path> processes = Files.list(proc)) {
        return processes
            .filter(one -> one.getFileName().toString().matches("\\d+"))
            .filter(this::isMarked)
            .map(String::valueOf)
            .toList();
      }
    }

    private boolean isMarked(Path one) {
      try {
        byte[] environment = Files.readAllBytes(one.resolve("environ"));
        return new String(environment, StandardCharsets.UTF_8).contains(mark);
      } catch (IOException e) {
        // It has ended, or belongs to someone else.
        return false;
      }
    }

    /** What is left after giving them time to notice that their parent is gone. */
    List<String> leftInTheEnd() throws Exception {
      for (int i = 0; i < 150 && !left().isEmpty(); i++) {
        Thread.sleep(200);
      }
      return left();
    }

    @Override
    public void close() {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }
}
