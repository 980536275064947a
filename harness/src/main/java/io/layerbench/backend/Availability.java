package io.layerbench.backend;

import org.jspecify.annotations.Nullable;

/**
 * Whether a backend can be used here.
 *
 * @param backend its name
 * @param failedStep the first step that failed; null when it is available
 * @param message the message of that step, verbatim; null when it is available
 * @param remedy what the user can do; null when it is available
 */
public record Availability(
    String backend,
    @Nullable String failedStep,
    @Nullable String message,
    @Nullable String remedy) {

  /** An available backend. */
  public static Availability available(String backend) {
    return new Availability(backend, null, null, null);
  }

  /** An unavailable backend. */
  public static Availability unavailable(
      String backend, String failedStep, String message, String remedy) {
    return new Availability(backend, failedStep, message, remedy);
  }

  /** True when the backend can be used. */
  public boolean isAvailable() {
    return failedStep == null;
  }
}
