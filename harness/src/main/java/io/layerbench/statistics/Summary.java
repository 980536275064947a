package io.layerbench.statistics;

import java.util.Arrays;
import org.apache.commons.statistics.descriptive.Mean;
import org.apache.commons.statistics.descriptive.Quantile;
import org.apache.commons.statistics.descriptive.StandardDeviation;
import org.jspecify.annotations.Nullable;

/**
 * A summary of samples taken one after another, in their unit.
 *
 * <p>The interval of the median is made of order statistics, without any assumption about the
 * distribution but independent samples: from the k-th least to the k-th greatest, k the greatest
 * for which the binomial probability (n, 1/2) of fewer than k samples on one side is at most 2.5%.
 * So it covers the true median with at least 95%. Quantiles are Hyndman and Fan's type 8. Outliers
 * are Tukey's: mild ones lie more than 1.5, severe ones more than 3 interquartile ranges outside
 * the quartiles; none is dropped.
 *
 * @param n how many samples
 * @param mean their mean
 * @param median their median
 * @param p10 the 10th percentile
 * @param p90 the 90th percentile
 * @param p99 the 99th percentile
 * @param standardDeviation with n − 1; null for a single sample
 * @param medianInterval at least 95% for the median; null below 6 samples
 * @param mildOutliers how many, without the severe ones
 * @param severeOutliers how many
 * @param drift the median of the last tenth over that of the first tenth, 1 for none; null below 10
 *     samples or where the first is 0
 */
public record Summary(
    int n,
    double mean,
    double median,
    double p10,
    double p90,
    double p99,
    @Nullable Double standardDeviation,
    @Nullable Interval medianInterval,
    int mildOutliers,
    int severeOutliers,
    @Nullable Double drift) {

  private static final int LEAST_FOR_DRIFT = 10;

  /**
   * The summary of these samples, in the order in which they were taken.
   *
   * @throws IllegalArgumentException when there is none, or one is not finite
   */
  public static Summary of(double[] samples) {
    Samples.check(samples);
    double[] sorted = samples.clone();
    Arrays.sort(sorted);
    double[] q =
        Quantile.withDefaults().withCopy(true).evaluate(sorted, 0.1, 0.25, 0.75, 0.9, 0.99);
    double range = q[2] - q[1];
    int severe = outside(sorted, q[1] - 3 * range, q[2] + 3 * range);
    int all = outside(sorted, q[1] - 1.5 * range, q[2] + 1.5 * range);
    return new Summary(
        sorted.length,
        Mean.of(sorted).getAsDouble(),
        Samples.median(sorted),
        q[0],
        q[3],
        q[4],
        sorted.length == 1 ? null : StandardDeviation.of(sorted).getAsDouble(),
        Samples.medianInterval(sorted),
        all - severe,
        severe,
        driftOf(samples));
  }

  private static int outside(double[] samples, double low, double high) {
    return (int) Arrays.stream(samples).filter(value -> value < low || value > high).count();
  }

  private static @Nullable Double driftOf(double[] samples) {
    int n = samples.length;
    if (n < LEAST_FOR_DRIFT) {
      return null;
    }
    int tenth = n / 10;
    double first = Samples.median(Arrays.copyOfRange(samples, 0, tenth));
    double last = Samples.median(Arrays.copyOfRange(samples, n - tenth, n));
    return first == 0 ? null : (Double) (last / first);
  }
}
