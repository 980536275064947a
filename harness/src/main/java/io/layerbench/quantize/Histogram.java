package io.layerbench.quantize;

/**
 * Counts values in bins of equal width, as many below 0 as above. When a value lies outside,
 * neighbouring bins are merged until it fits: memory does not depend on how many values come, no
 * value is lost, and the counts do not depend on the order in which values come. Exact zeros, of
 * which a ReLU makes many, are in no bin: they lie on the border in the middle, and every scale can
 * tell them.
 */
final class Histogram {

  /** Enough for 256 levels on a quarter of the width. */
  static final int BINS = 8192;

  /** The border at 0. */
  static final int ZERO = BINS / 2;

  private final long[] counts = new long[BINS];
  private long zeros;

  /** The outermost border: a power of 2, so that all borders are exact; 0 before the first bin. */
  private double limit;

  /**
   * Adds values.
   *
   * @param values finite
   * @param peak their greatest absolute value
   */
  void add(float[] values, int n, float peak) {
    if (peak > 0) {
      fit(peak);
    }
    if (limit == 0) {
      zeros += n;
      return;
    }
    double perUnit = ZERO / limit;
    for (int i = 0; i < n; i++) {
      if (values[i] > 0) {
        counts[ZERO - 1 + (int) Math.ceil(values[i] * perUnit)]++;
      } else if (values[i] < 0) {
        counts[ZERO + (int) Math.floor(values[i] * perUnit)]++;
      } else {
        zeros++;
      }
    }
  }

  private void fit(float peak) {
    if (limit == 0) {
      double power = Math.scalb(1.0, Math.getExponent((double) peak));
      limit = power < peak ? 2 * power : power;
    }
    while (peak > limit) {
      long[] merged = new long[BINS];
      for (int bin = 0; bin < BINS; bin++) {
        merged[BINS / 4 + bin / 2] += counts[bin];
      }
      System.arraycopy(merged, 0, counts, 0, BINS);
      limit *= 2;
    }
  }

  /** How many values lie in a bin. */
  long count(int bin) {
    return counts[bin];
  }

  /** How many values there are, exact zeros among them. */
  long total() {
    return zeros + nonZeros();
  }

  /** How many values there are in all bins. */
  long nonZeros() {
    long total = 0;
    for (long count : counts) {
      total += count;
    }
    return total;
  }

  /** The border below a bin; that of {@link #BINS} is the end of the last. */
  double border(int bin) {
    return (bin - ZERO) * (limit / ZERO);
  }

  /** The middle of a bin. */
  double middle(int bin) {
    return (bin - ZERO + 0.5) * (limit / ZERO);
  }

  /** The greatest border that is not above a value; that at 0 for a value above it. */
  int borderBelow(double value) {
    return limit == 0 || value >= 0
        ? ZERO
        : (int) Math.max(0, ZERO + Math.floor(value * ZERO / limit));
  }

  /** The least border that is not below a value; that at 0 for a value below it. */
  int borderAbove(double value) {
    return limit == 0 || value <= 0
        ? ZERO
        : (int) Math.min(BINS, ZERO + Math.ceil(value * ZERO / limit));
  }
}
