package io.layerbench.base;

/** A file given by the user cannot be used. Exit code 6. */
public final class InvalidInputException extends LayerbenchException {

  private static final long serialVersionUID = 1L;

  /**
   * @param what one sentence: what went wrong, with the values in parentheses
   * @param maybe one sentence: what the user can do about it; empty for nothing
   */
  public InvalidInputException(String what, String maybe, Throwable... cause) {
    super(6, PlainText.of(what), maybe, cause);
  }
}
