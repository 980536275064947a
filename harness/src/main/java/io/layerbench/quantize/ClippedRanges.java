package io.layerbench.quantize;

import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;

/**
 * Ranges that leave outliers out, found in a histogram. Each lies within what was seen, and holds 0
 * where that does.
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
    int low = histogram.borderBelow(seen.min());
    double left = tail;
    while (low < Histogram.ZERO && histogram.count(low) <= left) {
      left -= histogram.count(low++);
    }
    int high = histogram.borderAbove(seen.max());
    left = tail;
    while (high > Histogram.ZERO && histogram.count(high - 1) <= left) {
      left -= histogram.count(--high);
    }
    return range(low, high);
  }

  /** With the least mean squared error of rounding to 255 steps of which one ends at 0. */
  Range mse() {
    return best(this::squaredError);
  }

  /**
   * With the least KL divergence between the clipped values and what 255 steps leave of them
   * (Migacz, "8-bit inference with TensorRT", 2017), on both sides of 0 and without exact zeros.
   * The second distribution is not normalized, where the paper's is: it lacks what was cut off,
   * which so counts as lost. Else the divergence of a range that cuts off nearly everything could
   * be 0.
   */
  Range entropy() {
    return best(this::divergence);
  }

  private interface Cost {
    double of(int from, int to);
  }

  /** By turns, each end is drawn towards 0 as long as the other stays, until both are best. */
  private Range best(Cost cost) {
    int low = histogram.borderBelow(seen.min());
    int high = histogram.borderAbove(seen.max());
    if (low == high) {
      return seen; // nothing but zeros
    }
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
    int zero = Histogram.ZERO;
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

  /** Σ (x − x̂)² over the middles of the bins; exact zeros have no error. */
  private double squaredError(int from, int to) {
    Range range = range(from, to);
    double low = Math.min(0, range.min());
    double step = (Math.max(0, range.max()) - low) / LEVELS;
    double zero = Math.rint(-low / step);
    double sum = 0;
    for (int bin = 0; bin < Histogram.BINS; bin++) {
      long count = histogram.count(bin);
      if (count > 0) {
        double value = histogram.middle(bin) / step;
        double level = Math.max(-zero, Math.min(LEVELS - zero, Math.rint(value)));
        sum += count * (value - level) * (value - level);
      }
    }
    return sum * step * step;
  }

  /**
   * Σ p log(p / q) over the bins: p of the clipped values, q what the steps leave of those inside.
   */
  private double divergence(int from, int to) {
    double[] clipped = new double[to - from];
    for (int bin = 0; bin < Histogram.BINS; bin++) {
      clipped[Math.max(from, Math.min(to - 1, bin)) - from] += histogram.count(bin);
    }
    double divergence = 0;
    for (int level = 0; level < LEVELS; level++) {
      int begin = (int) ((long) clipped.length * level / LEVELS);
      int end = (int) ((long) clipped.length * (level + 1) / LEVELS);
      divergence += divergence(clipped, from, begin, end);
    }
    return divergence;
  }

  /** One level's part: its values are spread evenly over the bins that are not empty. */
  private double divergence(double[] clipped, int from, int begin, int end) {
    double inside = 0;
    int filled = 0;
    for (int i = begin; i < end; i++) {
      inside += histogram.count(from + i);
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
    // Where all values are on one side of 0, the border there is at 0 and they may begin behind it.
    float low = (float) Math.min(min, seen.max());
    return new Range(low, (float) Math.max(low, max));
  }
}
