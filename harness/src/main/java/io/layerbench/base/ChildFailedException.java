package io.layerbench.base;

/** A child process died, hung or broke its protocol. Exit code 1. */
public final class ChildFailedException extends LayerbenchException {

  private static final long serialVersionUID = 1L;

  /**
   * @param what one sentence: what went wrong, with the values in parentheses
   * @param maybe one sentence: what the user can do about it; empty for nothing
   */
  public ChildFailedException(String what, String maybe, Throwable... cause) {
    super(1, what, maybe, cause);
  }
}
