package io.layerbench.dataset;

/** Conversions between IEEE 754 half and single precision, which Java has only since version 20. */
final class Half {

  private Half() {}

  /** The exact value of a half. */
  static float toFloat(short half) {
    int sign = (half & 0x8000) << 16;
    int exponent = (half >> 10) & 0x1f;
    int fraction = half & 0x3ff;
    if (exponent == 0x1f) {
      return Float.intBitsToFloat(sign | 0x7f800000 | fraction << 13);
    }
    if (exponent == 0) {
      float value = fraction * 0x1p-24f;
      return sign == 0 ? value : -value;
    }
    return Float.intBitsToFloat(sign | (exponent + 112) << 23 | fraction << 13);
  }

  /** The nearest half, ties to even; infinite above 65519. */
  static short ofFloat(float value) {
    int bits = Float.floatToRawIntBits(value);
    int sign = (bits >>> 16) & 0x8000;
    if (Float.isNaN(value)) {
      return (short) (sign | 0x7e00);
    }
    float size = Math.abs(value);
    if (size >= 65520f) {
      return (short) (sign | 0x7c00);
    }
    if (size < 0x1p-14f) {
      // A subnormal half is a whole number of 2^-24; the product is exact, so rint rounds once.
      return (short) (sign | (int) Math.rint(size * 0x1p24));
    }
    int rounded = Float.floatToRawIntBits(size);
    rounded += 0xfff + ((rounded >> 13) & 1);
    return (short) (sign | ((rounded >> 13) - (112 << 10)));
  }
}
