package io.layerbench.quantize;

/**
 * How one layer's weights become integers.
 *
 * @param bits 2 to 8
 * @param symmetry whether the integer that stands for 0 is 0
 * @param perChannel whether every output channel has a scale and a zero point of its own
 */
record WeightScheme(int bits, Symmetry symmetry, boolean perChannel) {

  WeightScheme withBits(int other) {
    return new WeightScheme(other, symmetry, perChannel);
  }

  /** True where channels may have zero points that differ. */
  boolean hasZeroPointPerChannel() {
    return perChannel && symmetry == Symmetry.ASYMMETRIC;
  }
}
