package io.layerbench.backend.tensorrt;

import io.layerbench.backend.Availability;

/** A step towards TensorRT that failed: which one, what was said, and what the user can do. */
final class RungException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final Rung rung;
  private final String remedy;

  /**
   * @param message verbatim where a library or the linker said it
   */
  RungException(Rung rung, String message, String remedy, Throwable... cause) {
    super(message);
    this.rung = rung;
    this.remedy = remedy;
    if (cause.length > 0) {
      initCause(cause[0]);
    }
  }

  Rung rung() {
    return rung;
  }

  String remedy() {
    return remedy;
  }

  /** The same as what a backend says of itself. */
  Availability availability(String backend) {
    return Availability.unavailable(backend, rung.text(), String.valueOf(getMessage()), remedy);
  }
}
