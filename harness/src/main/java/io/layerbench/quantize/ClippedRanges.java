package io.layerbench.quantize;

import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;

/**
 * Ranges that leave outliers out, found in a histogram. Each holds 0, and never more than the
 * values that were seen.
 */
final class ClippedRanges {

  private static final double PERCENTILE = 0.9999;
  private static final int LEVELS = 255;
  private static final int ROUNDS = 2;
  private static final double SHRINK = 0.95;
  private static final double LEAST_SHARE = 0.01;

  private final Histogram histogram;
  private final Range seen;

  /**
   * @param seen the least and the greatest value
   */
  ClippedRanges(Histogram histogram, Range seen) {
    this.histogram = histogram;
    this.seen = seen;
  }

  /** Without the outermost 0.01% of the values: half at each end, or all at the one end that is. */
  Range percentile() {
    boolean oneSided = seen.min() >= 0 || seen.max() <= 0;
    double tail = (1 - PERCENTILE) * histogram.total() / (oneSided ? 1 : 2);
    int low = histogram.bin(seen.min());
    int high = histogram.bin(seen.max());
    if (seen.min() < 0) {
      for (double left = tail - histogram.count(low); left >= 0 && low < high; low++) {
        left -= histogram.count(low + 1);
      }
    }
    if (seen.max() > 0) {
      for (double left = tail - histogram.count(high); left >= 0 && high > low; high--) {
        left -= histogram.count(high - 1);
      }
    }
    return range(low, high + 1);
  }

  /** With the least mean squared error of rounding to 255 steps. */
  Range mse() {
    return best(this::squaredError);
  }

  /**
   * With the least KL divergence between the clipped values and what 255 steps leave of them
   * (Migacz, "8-bit inference with TensorRT", 2017), on both sides of 0 and without exact zeros.
   */
  Range entropy() {
    return best(this::divergence);
  }

  private interface Cost {
    double of(int from, int to);
  }

  /** By turns, each end is drawn towards 0 as long as the other stays, until both are best. */
  private Range best(Cost cost) {
    int low = histogram.bin(Math.min(0, seen.min()));
    int high = histogram.bin(Math.max(0, seen.max())) + 1;
    for (int round = 0; round < ROUNDS; round++) {
      int from = low;
      high = nearest(high, to -> cost.of(from, to), to -> to - from >= LEVELS);
      int to = high;
      low = nearest(low, begin -> cost.of(begin, to), begin -> to - begin >= LEVELS);
    }
    return range(low, high);
  }

  /** The border between that one and 0 with the least cost. */
  private static int nearest(int border, IntToDoubleFunction cost, IntPredicate wideEnough) {
    int zero = Histogram.BINS / 2;
    int best = border;
    double least = cost.applyAsDouble(border);
    int before = border;
    for (double share = SHRINK; share > LEAST_SHARE; share *= SHRINK) {
      int candidate = zero + (int) Math.round((border - zero) * share);
      if (candidate == before || candidate == zero) {
        continue;
      }
      if (!wideEnough.test(candidate)) {
        break;
      }
      before = candidate;
      double value = cost.applyAsDouble(candidate);
      if (value < least) {
        least = value;
        best = candidate;
      }
    }
    return best;
  }

  private double squaredError(int from, int to) {
    double low = histogram.border(from);
    double step = (histogram.border(to) - low) / LEVELS;
    double sum = 0;
    for (int bin = 0; bin < Histogram.BINS; bin++) {
      long count = histogram.count(bin);
      if (count > 0) {
        double value = histogram.middle(bin);
        double level = Math.max(0, Math.min(LEVELS, Math.rint((value - low) / step)));
        double error = value - (low + level * step);
        sum += count * error * error;
      }
    }
    return sum;
  }

  private double divergence(int from, int to) {
    double[] clipped = new double[to - from];
    for (int bin = 0; bin < Histogram.BINS; bin++) {
      clipped[Math.max(from, Math.min(to - 1, bin)) - from] += histogram.countWithoutZeros(bin);
    }
    double total = histogram.total();
    double divergence = 0;
    for (int level = 0; level < LEVELS; level++) {
      int begin = (int) ((long) clipped.length * level / LEVELS);
      int end = (int) ((long) clipped.length * (level + 1) / LEVELS);
      divergence += divergence(clipped, from, begin, end) / total;
    }
    return divergence;
  }

  /** One level's part: its values are spread evenly over the bins that are not empty. */
  private double divergence(double[] clipped, int from, int begin, int end) {
    double inside = 0;
    int filled = 0;
    for (int i = begin; i < end; i++) {
      inside += histogram.countWithoutZeros(from + i);
      filled += clipped[i] > 0 ? 1 : 0;
    }
    double sum = 0;
    for (int i = begin; i < end; i++) {
      if (clipped[i] > 0) {
        // Where only outliers were moved to, the other side has next to nothing.
        double spread = Math.max(inside / filled, 1e-3);
        sum += clipped[i] * Math.log(clipped[i] / spread);
      }
    }
    return sum;
  }

  private Range range(int from, int to) {
    double min = Math.max(seen.min(), histogram.border(from));
    double max = Math.min(seen.max(), histogram.border(to));
    float low = (float) Math.min(min, Math.max(max, seen.min()));
    return new Range(low, (float) Math.max(low, max));
  }
}
