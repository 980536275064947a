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

  /**
   * What a shell started in the background ignores interrupts, and so does all that it starts. GNU
   * env undoes that; without it a termination stands for the interrupt.
   */
  private static final List<String> HEARING = List.of("env", "--default-signal=INT");

  static final boolean HEARS_INTERRUPTS = succeeds(HEARING);

  private Cli() {}

  private static boolean succeeds(List<String> prefix) {
    List<String> command = new ArrayList<>(prefix);
    command.add("true");
    try {
      return new ProcessBuilder(command).start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

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
    List<String> command = new ArrayList<>(HEARS_INTERRUPTS ? HEARING : List.of());
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

    /** Waits until it has measured a first fork. */
    void awaitFork(Path results) throws Exception {
      long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(LIMIT_MINUTES);
      while (Runs.all(results).isEmpty()
          || !Files.exists(Runs.all(results).get(0).resolve("timings.jsonl"))) {
        if (!process.isAlive() || System.nanoTime() > end) {
          throw new AssertionError("no fork was measured: " + Files.readString(err));
        }
        Thread.sleep(20);
      }
    }

    /** What Ctrl-C in a terminal does: it reaches the program and all that it started. */
    void interruptAll() throws Exception {
      List<String> command = new ArrayList<>();
      command.addAll(List.of("kill", "-s", HEARS_INTERRUPTS ? "INT" : "TERM"));
      command.add(String.valueOf(process.pid()));
      process.descendants().forEach(child -> command.add(String.valueOf(child.pid())));
      new ProcessBuilder(command).inheritIO().start().waitFor();
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
