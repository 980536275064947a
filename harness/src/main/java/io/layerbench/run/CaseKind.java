package io.layerbench.run;

/** What a case times. */
public enum CaseKind {
  /** One layer or piece of glue, cut out of the model. */
  LAYER,
  /** A whole model. */
  MODEL
}
