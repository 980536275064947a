package io.layerbench.statistics;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How the forks of one case compare between two runs.
 *
 * @param ratio the median of the new fork medians over that of the old ones
 * @param p of {@link MannWhitney}
 * @param visibleChange the smallest change, as a share such as 0.04, that these forks would have
 *     shown at the level asked for; null where there are too few of them for any
 */
public record MedianRatio(double ratio, double p, @Nullable Double visibleChange) {

  /**
   * The comparison of two cases.
   *
   * <p>The smallest change is found on the forks themselves: the new ones are scaled until both
   * medians agree, and then by the factor, up or down, from which on U reaches what the level asks
   * for. So it is the half-width of the interval of Hodges and Lehmann's estimator, for ratios.
   *
   * @param before fork medians above 0, at least one
   * @param after the same of the other run
   * @param level of the test, divided by the number of tests where there are several
   */
  public static MedianRatio of(double[] before, double[] after, double level) {
    double ratio = Samples.median(after) / Samples.median(before);
    return new MedianRatio(
        ratio, MannWhitney.p(before, after), visible(before, after, ratio, level));
  }

  private static @Nullable Double visible(
      double[] before, double[] after, double ratio, double level) {
    int pairs = MannWhitney.leastPairs(before.length, after.length, level);
    if (pairs < 0) {
      return null;
    }
    double[] factors = new double[before.length * after.length];
    for (int i = 0; i < factors.length; i++) {
      factors[i] = before[i / after.length] * ratio / after[i % after.length];
    }
    Arrays.sort(factors);
    double up = factors[pairs - 1] - 1;
    double down = 1 - factors[factors.length - pairs];
    return Math.max(up, down);
  }
}
