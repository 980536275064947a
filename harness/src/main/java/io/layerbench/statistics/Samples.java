package io.layerbench.statistics;

import java.util.Arrays;
import java.util.List;
import org.apache.commons.statistics.descriptive.Median;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.jspecify.annotations.Nullable;

/** Checks and small computations that several statistics share. */
final class Samples {

  private static final double ONE_SIDE = 0.025;

  private Samples() {}

  /** Throws unless there is at least one sample and every one is finite. */
  static void check(double[] samples) {
    if (samples.length == 0) {
      throw new IllegalArgumentException("There are no samples.");
    }
    for (int i = 0; i < samples.length; i++) {
      if (!Double.isFinite(samples[i])) {
        throw new IllegalArgumentException("Sample (" + i + ") is not finite: " + samples[i]);
      }
    }
  }

  static double median(double[] samples) {
    return Median.withDefaults().withCopy(true).evaluate(samples);
  }

  static double[] concat(List<double[]> parts) {
    return parts.stream().flatMapToDouble(Arrays::stream).toArray();
  }

  /**
   * The order-statistic interval of the median of sorted samples; null below 6 samples, of which
   * even the range covers the median with less than 95%.
   */
  static @Nullable Interval medianInterval(double[] sorted) {
    int n = sorted.length;
    BinomialDistribution below = BinomialDistribution.of(n, 0.5);
    if (below.cumulativeProbability(0) > ONE_SIDE) {
      return null;
    }
    // The greatest k for which P(fewer than k samples lie below the median) is at most 2.5%.
    int k = below.inverseCumulativeProbability(ONE_SIDE);
    if (below.cumulativeProbability(k) <= ONE_SIDE) {
      k++;
    }
    return new Interval(sorted[k - 1], sorted[n - k]);
  }
}
