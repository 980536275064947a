package io.layerbench.run;

/** What a case times. */
public enum CaseKind {
  /** One layer or piece of glue, cut out of the model. */
  LAYER,
  /** A whole model. */
  MODEL,
  /** One and the same small model every time, so that its times show what the machine did. */
  SENTINEL
}
