package io.layerbench.dataset;

/** One part of the preprocessing. */
interface Step {

  /**
   * What comes out for such an input, without computing it.
   *
   * @throws StepException where the step cannot work on it
   */
  Spec after(Spec in);

  /** Computes the step; its result has the spec {@code after(in.spec())}. */
  Value apply(Value in);
}
