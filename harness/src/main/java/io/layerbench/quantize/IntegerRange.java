package io.layerbench.quantize;

/**
 * The integers that a quantized number may take.
 *
 * @param lowest the least
 * @param highest the greatest
 */
record IntegerRange(int lowest, int highest) {

  /** Symmetric: −(2^(bits−1) − 1) to 2^(bits−1) − 1. The one integer more below is left unused. */
  static IntegerRange signed(int bits) {
    int highest = (1 << (bits - 1)) - 1;
    return new IntegerRange(-highest, highest);
  }

  /** 0 to 2^bits − 1. */
  static IntegerRange unsigned(int bits) {
    return new IntegerRange(0, (1 << bits) - 1);
  }

  /**
   * The integer for a real number: half to even, then saturated, as ONNX's QuantizeLinear defines
   * it.
   */
  int quantize(float value, float scale, int zeroPoint) {
    double q = Math.rint(value / scale) + zeroPoint;
    return (int) Math.max(lowest, Math.min(highest, q));
  }
}
