package io.layerbench.base;

/**
 * A policy cannot make a plan: its budgets cannot be met, or what it decides by is missing. Exit
 * code 2 where nothing else was asked for; a run goes on with its default policy.
 */
public final class NoPlanException extends LayerbenchException {

  private static final long serialVersionUID = 1L;

  /**
   * @param what one sentence: what went wrong, with the values in parentheses
   * @param maybe one sentence: what the user can do about it
   */
  public NoPlanException(String what, String maybe) {
    super(2, what, maybe);
  }
}
