package io.layerbench.backend;

/** A step towards a backend that failed: which one, what was said, and what the user can do. */
public final class RungException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final Rung rung;
  private final String remedy;

  /**
   * @param message verbatim where a library or the linker said it
   */
  public RungException(Rung rung, String message, String remedy, Throwable... cause) {
    super(message);
    this.rung = rung;
    this.remedy = remedy;
    if (cause.length > 0) {
      initCause(cause[0]);
    }
  }

  /** The step. */
  public Rung rung() {
    return rung;
  }

  /** What the user can do. */
  public String remedy() {
    return remedy;
  }

  /** The same as what a backend says of itself. */
  public Availability availability(String backend) {
    return Availability.unavailable(backend, rung.text(), String.valueOf(getMessage()), remedy);
  }
}
