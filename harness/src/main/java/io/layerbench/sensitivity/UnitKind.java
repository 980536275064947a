package io.layerbench.sensitivity;

/** What a sensitivity is of. */
public enum UnitKind {
  /** One layer. */
  LAYER,
  /** A named group of layers. */
  BLOCK,
  /** All layers of the model. */
  MODEL,
  /** A plan with a precision for each layer. */
  MIXTURE
}
