package io.layerbench.run;

/** A fork computed something else than its precision's arithmetic gives: its times mean nothing. */
public final class InvalidOutputException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * @param what one sentence with the values in parentheses
   */
  public InvalidOutputException(String what) {
    super(what);
  }
}
