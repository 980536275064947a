package io.layerbench.sensitivity;

/** Which layers are quantized in a case, seen from its unit; all others stay FP32. */
public enum Mode {
  /** The unit's own layers. */
  ONLY,
  /** Every layer of the sweep but the unit's. */
  ALL_BUT,
  /** The unit's and every layer before it in the model's order: how errors accumulate. */
  FIRST
}
