package io.layerbench.quantize;

import io.layerbench.base.ElementType;

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

  /** Every signed number of that many bits: −2^(bits−1) to 2^(bits−1) − 1. */
  static IntegerRange twosComplement(int bits) {
    return new IntegerRange(-(1 << (bits - 1)), (1 << (bits - 1)) - 1);
  }

  /** All numbers of a tensor type: INT8, UINT8 or INT32. */
  static IntegerRange of(ElementType type) {
    return switch (type) {
      case UINT8 -> new IntegerRange(0, 255);
      case INT8 -> new IntegerRange(Byte.MIN_VALUE, Byte.MAX_VALUE);
      case INT32 -> new IntegerRange(Integer.MIN_VALUE, Integer.MAX_VALUE);
      default -> throw new IllegalArgumentException("Nothing is quantized to (" + type + ").");
    };
  }

  boolean holds(int integer) {
    return integer >= lowest && integer <= highest;
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
