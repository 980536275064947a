package io.layerbench.quantize;

/**
 * Counts values in bins of equal width around 0. When a value lies outside, neighbouring bins are
 * merged until it fits: memory does not depend on how many values come, and no value is lost. Exact
 * zeros, of which a ReLU makes many, are counted apart.
 */
final class Histogram {

  /** Enough for 256 levels on a quarter of the width. */
  static final int BINS = 8192;

  private final long[] counts = new long[BINS];
  private float limit;
  private long zeros;

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
    double perBin = BINS / (2.0 * limit);
    for (int i = 0; i < n; i++) {
      if (values[i] == 0) {
        zeros++;
      } else {
        int bin = (int) ((values[i] + (double) limit) * perBin);
        counts[Math.min(BINS - 1, bin)]++;
      }
    }
  }

  private void fit(float peak) {
    if (limit == 0) {
      // A power of 2, so that merged bins keep their borders exactly.
      limit =
          (float) Math.min(Float.MAX_VALUE, Math.pow(2, Math.ceil(Math.log(peak) / Math.log(2))));
      limit = Math.max(limit, Float.MIN_NORMAL);
    }
    while (peak > limit) {
      long[] merged = new long[BINS];
      for (int bin = 0; bin < BINS; bin++) {
        merged[BINS / 4 + bin / 2] += counts[bin];
      }
      System.arraycopy(merged, 0, counts, 0, BINS);
      limit = Math.min(Float.MAX_VALUE, limit * 2);
    }
  }

  /** How many values lie in a bin. */
  long count(int bin) {
    return bin == BINS / 2 ? counts[bin] + zeros : counts[bin];
  }

  /** The same without values that are exactly 0, which every scale can tell. */
  long countWithoutZeros(int bin) {
    return counts[bin];
  }

  /** How many values there are. */
  long total() {
    long total = zeros;
    for (long count : counts) {
      total += count;
    }
    return total;
  }

  /** The lower border of a bin; that of {@link #BINS} is the end of the last. */
  double border(int bin) {
    return (2.0 * bin / BINS - 1) * limit;
  }

  /** The middle of a bin. */
  double middle(int bin) {
    return (border(bin) + border(bin + 1)) / 2;
  }

  /** The bin that a value lies in. */
  int bin(double value) {
    if (limit == 0) {
      return BINS / 2;
    }
    return (int) Math.max(0, Math.min(BINS - 1, (value / limit + 1) * BINS / 2));
  }
}
