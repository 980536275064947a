package io.layerbench.benchmarks;

import io.layerbench.run.InvalidOutputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Says in one line why a fork gave no samples. */
final class ForkFailure {

  private static final Pattern EXIT = Pattern.compile("(?i)forked VM failed with exit code (\\d+)");
  private static final Pattern SIGNAL = Pattern.compile("(?m)^#? *(SIG[A-Z]+) \\(0x");
  private static final Pattern THROWN =
      Pattern.compile("(?m)^(?:Caused by: )?([\\w.$]+(?:Error|Exception)): (.*)$");

  private static final Pattern INVALID_OUTPUT =
      Pattern.compile("(?m)^" + Pattern.quote(InvalidOutputException.class.getName()) + ": (.*)$");

  private static final List<String> NATIVE_OUT_OF_MEMORY =
      List.of(
          "bad_alloc",
          "Failed to allocate memory",
          "Cannot allocate memory",
          "insufficient memory for the Java Runtime Environment");

  private static final Pattern JAVA_OUT_OF_MEMORY =
      Pattern.compile("java\\.lang\\.OutOfMemoryError(?:: (.*))?");

  /** What is full, by a part of what HotSpot says of it; all else is the heap. */
  private static final Map<String, String> JAVA_MEMORY =
      Map.of(
          "Metaspace", "Java classes",
          "Compressed class space", "Java classes",
          "direct buffer memory", "Java direct buffers",
          "Direct buffer memory", "Java direct buffers",
          "native thread", "threads",
          "Unable to allocate", "native");

  private ForkFailure() {}

  /**
   * The reason, from what JMH threw and from the fork's log.
   *
   * @param limit the limit that it outlasted; null when it did not
   */
  static String reason(Exception thrown, Path log, @Nullable Duration limit) {
    if (limit != null) {
      return "hung: killed after " + limit.toSeconds() + " s";
    }
    String text = read(log);
    Matcher invalid = INVALID_OUTPUT.matcher(text);
    if (invalid.find()) {
      return "invalid output: " + invalid.group(1);
    }
    Matcher memory = JAVA_OUT_OF_MEMORY.matcher(text);
    if (memory.find()) {
      return "out of memory (%s): %s"
          .formatted(javaMemory(String.valueOf(memory.group(1))), lastThrown(text, thrown));
    }
    if (NATIVE_OUT_OF_MEMORY.stream().anyMatch(text::contains)) {
      return "out of memory (native): " + lastThrown(text, thrown);
    }
    Matcher exit = EXIT.matcher(text);
    if (exit.find()) {
      return crashed(Integer.parseInt(exit.group(1)), text);
    }
    if (text.contains("VM prematurely exited")) {
      return "ended early: something in it called System.exit";
    }
    if (thrown instanceof MissingSamplesException) {
      return String.valueOf(thrown.getMessage());
    }
    return "failed: " + lastThrown(text, thrown);
  }

  private static String javaMemory(String message) {
    return JAVA_MEMORY.entrySet().stream()
        .filter(one -> message.contains(one.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse("Java heap");
  }

  private static String crashed(int code, String text) {
    // The JVM reports a crash itself; its exit code then says nothing.
    Matcher signal = SIGNAL.matcher(text);
    if (signal.find()) {
      boolean memory = signal.group(1).equals("SIGSEGV");
      return "crashed: %s (%s)"
          .formatted(memory ? "segmentation fault" : "in native code", signal.group(1));
    }
    // 128 + the signal's number is how a killed process is reported.
    return switch (code) {
      case 134 -> "crashed: aborted (exit code 134, SIGABRT)";
      case 137 ->
          "killed (exit code 137, SIGKILL): by someone, or by the system when memory ran out";
      case 139 -> "crashed: segmentation fault (exit code 139, SIGSEGV)";
      case 143 -> "terminated (exit code 143, SIGTERM)";
      default -> "ended early with exit code " + code;
    };
  }

  private static String lastThrown(String text, Exception thrown) {
    String last = null;
    Matcher matcher = THROWN.matcher(text);
    while (matcher.find()) {
      last = matcher.group(1) + ": " + matcher.group(2);
    }
    return last == null ? String.valueOf(thrown.getMessage()) : last;
  }

  private static String read(Path log) {
    try {
      return Files.exists(log) ? Files.readString(log) : "";
    } catch (IOException e) {
      return "";
    }
  }
}
