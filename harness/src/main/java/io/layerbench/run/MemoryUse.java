package io.layerbench.run;

import org.jspecify.annotations.Nullable;

/**
 * The native memory that a session took in a fork.
 *
 * @param sessionBytes the process's resident memory with the session open and run once, less that
 *     before, in bytes; null where it is below the resolution or cannot be read
 * @param resolutionBytes the fork's own noise, in bytes; null where memory cannot be read
 */
public record MemoryUse(@Nullable Long sessionBytes, @Nullable Long resolutionBytes) {

  /** For people: the bytes, "below resolution" or "unknown". */
  public String text() {
    if (resolutionBytes == null) {
      return "unknown";
    }
    return sessionBytes == null ? "below resolution" : sessionBytes + " bytes";
  }
}
