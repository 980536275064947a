package io.layerbench.quantize;

import io.layerbench.base.Precision;

/**
 * What a simulation does to a layer.
 *
 * @param precision what the operands are rounded to; not FP32
 * @param operands which of them
 */
public record Treatment(Precision precision, Operands operands) {
  public Treatment {
    if (precision == Precision.FP32) {
      throw new IllegalArgumentException("FP32 is no treatment");
    }
  }

  /** Weights and activations in that precision. */
  public static Treatment of(Precision precision) {
    return new Treatment(precision, Operands.WEIGHTS_AND_ACTIVATIONS);
  }
}
