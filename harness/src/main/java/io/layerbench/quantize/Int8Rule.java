package io.layerbench.quantize;

/** What an operator needs to run on 8-bit integers. */
enum Int8Rule {
  /** An anchor: quantized weights, and inputs and outputs with scales of their own. */
  ANCHOR,
  /** Glue that computes: every input and the output has its own scale. */
  OWN_SCALES,
  /** Glue that only moves or picks values: what comes out has the scale of input 0. */
  SHARES_SCALE,
  /**
   * Glue that moves values and that the runtime does not fuse, but whose kernel takes integers: it
   * is written on the quantized tensor itself.
   */
  ON_INTEGERS,
  /** A clamp that the quantization of its output implies, behind an operator with own scales. */
  ABSORBED,
  /** It stays in float. */
  FLOAT
}
