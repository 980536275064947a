package io.layerbench.base;

/** An error with a message for the user and the exit code that it leads to. */
public abstract sealed class LayerbenchException extends RuntimeException
    permits UsageException,
        NoPlanException,
        EnvironmentException,
        InvalidInputException,
        ChildFailedException {

  private static final long serialVersionUID = 1L;

  private final int exitCode;

  /**
   * @param what one sentence: what went wrong, with the values in parentheses
   * @param maybe one sentence: what the user can do about it
   */
  LayerbenchException(int exitCode, String what, String maybe, Throwable... cause) {
    super(maybe.isEmpty() ? what : what + System.lineSeparator() + "Maybe: " + maybe);
    this.exitCode = exitCode;
    if (cause.length > 0) {
      initCause(cause[0]);
    }
  }

  /** The process's exit code, as listed in {@code --help}. */
  public int exitCode() {
    return exitCode;
  }
}
