package io.layerbench.quantize;

/** Which operands of a layer are rounded to its precision. Bias and output never are. */
public enum Operands {
  /** The weights and every activation that the layer reads. */
  WEIGHTS_AND_ACTIVATIONS,
  /** The weights alone. */
  WEIGHTS,
  /** The activations that the layer reads alone. */
  ACTIVATIONS
}
