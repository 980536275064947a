package io.layerbench.base;

/** The command line asks for something impossible. Exit code 2. */
public final class UsageException extends LayerbenchException {

  private static final long serialVersionUID = 1L;

  /**
   * @param what one sentence: what went wrong, with the values in parentheses
   * @param maybe one sentence: what the user can do about it; empty for nothing
   */
  public UsageException(String what, String maybe, Throwable... cause) {
    super(2, what, maybe, cause);
  }
}
