package io.layerbench.base;

/**
 * The machine does not allow what was asked: an unwritable folder, a missing backend. Exit code 5.
 */
public final class EnvironmentException extends LayerbenchException {

  private static final long serialVersionUID = 1L;

  /**
   * @param what one sentence: what went wrong, with the values in parentheses
   * @param maybe one sentence: what the user can do about it; empty for nothing
   */
  public EnvironmentException(String what, String maybe, Throwable... cause) {
    super(5, what, maybe, cause);
  }
}
