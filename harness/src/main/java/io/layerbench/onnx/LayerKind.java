package io.layerbench.onnx;

/** What a part of the model is to this program. */
public enum LayerKind {
  /** An anchor with constant weights and what fuses into it: quantized, timed, ranked. */
  LAYER,
  /** What lies between layers: timed, never ranked. */
  GLUE
}
