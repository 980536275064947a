package io.layerbench.dataset;

/** A step cannot work on what it is given. The sequence of steps adds file, item and place. */
final class StepException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** What is wrong, with the values in parentheses, without a full stop. */
  StepException(String what) {
    super(what);
  }
}
