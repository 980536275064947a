package io.layerbench.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The resident memory of this process, where the system tells it. */
final class ResidentMemory {

  private static final Path SMAPS = Path.of("/proc/self/smaps_rollup");

  private ResidentMemory() {}

  /** Bytes; null where the system has no such file. */
  static @Nullable Long bytes() {
    if (!Files.isReadable(SMAPS)) {
      return null;
    }
    try {
      for (String line : Files.readAllLines(SMAPS)) {
        if (line.startsWith("Rss:")) {
          return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
        }
      }
      return null;
    } catch (IOException e) {
      return null;
    }
  }
}
