package io.layerbench.statistics;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * The geometric mean of ratios of medians, with a bootstrap interval.
 *
 * @param ratio 1 for no change
 * @param interval 95%, by percentiles of the bootstrap (Efron, 1979); null where a case has a
 *     single fork
 * @param cases how many ratios it is the mean of
 */
public record GeometricMeanRatio(double ratio, @Nullable Interval interval, int cases) {

  private static final int RESAMPLES = 2000;

  /** The fork medians of one case, above 0, in two runs. */
  public record Pair(List<Double> before, List<Double> after) {
    public Pair {
      before = List.copyOf(before);
      after = List.copyOf(after);
      Samples.check(array(before));
      Samples.check(array(after));
    }
  }

  /**
   * The mean over cases. A resample draws rounds, the same of every case, since the forks of a
   * round lie side by side in time and what disturbs one disturbs the others.
   *
   * @param pairs at least one
   * @param seed of the draws
   */
  public static GeometricMeanRatio of(List<Pair> pairs, long seed) {
    double ratio =
        Math.exp(pairs.stream().mapToDouble(GeometricMeanRatio::log).average().orElse(0));
    boolean single =
        pairs.stream().anyMatch(pair -> pair.before().size() < 2 || pair.after().size() < 2);
    return new GeometricMeanRatio(ratio, single ? null : bootstrap(pairs, seed), pairs.size());
  }

  private static double log(Pair pair) {
    return Math.log(Samples.median(array(pair.after())) / Samples.median(array(pair.before())));
  }

  private static Interval bootstrap(List<Pair> pairs, long seed) {
    int rounds =
        pairs.stream()
            .mapToInt(pair -> Math.max(pair.before().size(), pair.after().size()))
            .max()
            .orElseThrow();
    Random random = new Random(seed);
    double[] means = new double[RESAMPLES];
    for (int r = 0; r < RESAMPLES; r++) {
      double[] before = random.doubles(rounds).toArray();
      double[] after = random.doubles(rounds).toArray();
      means[r] =
          pairs.stream()
              .mapToDouble(
                  pair ->
                      Math.log(
                          Samples.median(drawn(pair.after(), after))
                              / Samples.median(drawn(pair.before(), before))))
              .average()
              .orElseThrow();
    }
    Arrays.sort(means);
    int cut = RESAMPLES / 40;
    return new Interval(Math.exp(means[cut - 1]), Math.exp(means[RESAMPLES - cut]));
  }

  private static double[] drawn(List<Double> medians, double[] places) {
    double[] drawn = new double[medians.size()];
    for (int i = 0; i < drawn.length; i++) {
      drawn[i] = medians.get((int) (places[i] * drawn.length));
    }
    return drawn;
  }

  private static double[] array(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
