package io.layerbench.backend;

import io.layerbench.base.Json;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A child process that climbs a backend's ladder, so that a library that ends its process costs an
 * answer and no run. It prints each step before it takes it, and its answer at the end.
 *
 * @param backend whose ladder it is
 * @param command the Java launcher with all arguments
 * @param environment variables set in the child
 */
public record ProbeChild(String backend, List<String> command, Map<String, String> environment) {

  private static final int MOST_SECONDS = 120;

  /** What begins the lines of the child: libraries print what they like between them. */
  private static final String STEP = "layerbench-step ";

  private static final String ANSWER = "layerbench-answer ";

  /** What the JVM prints of a fatal signal (an exception on Windows), and of the place. */
  private static final Pattern SIGNAL =
      Pattern.compile("(?m)^#\\s+((?:SIG|EXCEPTION_)[A-Z_]+ \\(0x[0-9a-f]+\\))");

  private static final Pattern PLACE = Pattern.compile("(?m)^# Problematic frame:\\R#\\s+(.+)$");

  public ProbeChild {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
  }

  /** With this process's Java and class path. */
  public static ProbeChild ofThisProcess(
      String backend, ForkSettings settings, Class<?> main, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(settings.jvmArguments());
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(main.getName());
    command.addAll(arguments);
    return new ProbeChild(backend, command, settings.environment());
  }

  /** The child's side: climbs, and prints what {@link #climb} reads. */
  public static void answer(String backend, List<ProbeStep> steps, PrintStream out) {
    Availability answer;
    try {
      ProbeStep.climb(steps, rung -> print(out, STEP + rung.name()));
      answer = Availability.available(backend);
    } catch (RungException e) {
      answer = e.availability(backend);
    }
    print(out, ANSWER + Json.line(answer).strip());
  }

  private static void print(PrintStream out, String line) {
    out.println(line);
    out.flush();
  }

  /** What the child says; where it says nothing, how it ended, and at which step. */
  public Availability climb() {
    try {
      Path folder = Files.createTempDirectory("layerbench-check");
      try {
        return run(folder.resolve("output"), folder.resolve("error.log"));
      } finally {
        Files.deleteIfExists(folder.resolve("output"));
        Files.deleteIfExists(folder.resolve("error.log"));
        Files.deleteIfExists(folder);
      }
    } catch (IOException e) {
      return died(
          Rung.CHILD_STARTS, "the child process cannot be started (" + e.getMessage() + ")");
    }
  }

  private Availability run(Path output, Path errorLog) throws IOException {
    List<String> whole = new ArrayList<>(command);
    // A crash is an answer here: it leaves no files where the user works.
    whole.addAll(1, List.of("-XX:ErrorFile=" + errorLog, "-XX:-CreateCoredumpOnCrash"));
    ProcessBuilder builder = new ProcessBuilder(whole);
    builder.environment().putAll(environment);
    Process child =
        builder
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .redirectOutput(output.toFile())
            .start();
    String how;
    try {
      how =
          child.waitFor(MOST_SECONDS, TimeUnit.SECONDS)
              ? "the child process ended with exit code " + child.exitValue()
              : "the child process did not end within " + MOST_SECONDS + " s";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      how = "the check was interrupted";
    } finally {
      child.destroyForcibly();
    }
    return read(new String(Files.readAllBytes(output), StandardCharsets.UTF_8), how);
  }

  private Availability read(String text, String how) {
    Rung last = Rung.CHILD_STARTS;
    for (String line : text.lines().toList()) {
      if (line.startsWith(ANSWER)) {
        return Json.parse(line.substring(ANSWER.length()), Availability.class, "the check");
      }
      if (line.startsWith(STEP)) {
        last = Rung.valueOf(line.substring(STEP.length()));
      }
    }
    Matcher signal = SIGNAL.matcher(text);
    Matcher place = PLACE.matcher(text);
    return died(
        last,
        signal.find()
            ? "the child process died by "
                + signal.group(1)
                + (place.find() ? " in " + place.group(1) : "")
            : how);
  }

  private Availability died(Rung rung, String how) {
    String remedy =
        switch (rung) {
          case CHILD_STARTS -> "check that another Java process can be started here.";
          case DRIVER, DEVICE_COUNT ->
              "check that nvidia-smi works, and install NVIDIA's driver again where it does not.";
          default -> "check that the libraries are whole, of one version and for this platform.";
        };
    return new RungException(rung, how, remedy).availability(backend);
  }
}
