package io.layerbench.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The most resident memory that this process has had, on Linux. */
final class PeakMemory {

  private static final Path STATUS = Path.of("/proc/self/status");

  private PeakMemory() {}

  /** Bytes; null where the system has no such file. */
  static @Nullable Long bytes() {
    try {
      return Files.readAllLines(STATUS).stream()
          .filter(line -> line.startsWith("VmHWM:"))
          .findFirst()
          .map(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
          .orElse(null);
    } catch (IOException e) {
      return null;
    }
  }
}
