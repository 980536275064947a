package io.layerbench.quantize;

/** The types of a rewritten model's inputs and outputs. */
enum Ends {
  /** FLOAT, as in the model it came from. */
  FLOAT,
  /** Those that the nodes there compute with: integers or FLOAT16. */
  AS_COMPUTED
}
