package io.layerbench.statistics;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A summary of one case's forks, in the samples' unit.
 *
 * <p>Samples within a fork are alike in ways that forks are not (memory layout, compiled code), so
 * an interval from the pooled samples alone is too narrow, and a bootstrap over 3 forks is
 * meaningless. The interval is therefore that of the pooled samples' median ({@link Summary}),
 * widened until it holds every fork's median. It is a cautious range and no exact 95%.
 *
 * @param median the median of the fork medians
 * @param interval around the median; null for a single fork of fewer than 6 samples
 * @param forkMedians in the order of the forks
 * @param pooled of all samples, fork after fork; without drift, which only one fork can have
 * @param drifts of the forks that have one, in order
 */
public record ForkSummary(
    double median,
    @Nullable Interval interval,
    List<Double> forkMedians,
    Summary pooled,
    List<Double> drifts) {

  public ForkSummary {
    forkMedians = List.copyOf(forkMedians);
    drifts = List.copyOf(drifts);
  }

  /**
   * The summary of these forks.
   *
   * @param forks the samples of each fork, in the order in which they were taken
   * @throws IllegalArgumentException when there is no fork, or one has no samples or one that is
   *     not finite
   */
  public static ForkSummary of(List<double[]> forks) {
    if (forks.isEmpty()) {
      throw new IllegalArgumentException("There are no forks.");
    }
    forks.forEach(Samples::check);
    double[] medians = forks.stream().mapToDouble(Samples::median).toArray();
    Summary pooled = withoutDrift(Summary.of(Samples.concat(forks)));
    List<Double> drifts =
        forks.stream().map(fork -> Summary.of(fork).drift()).flatMap(Stream::ofNullable).toList();
    return new ForkSummary(
        Samples.median(medians),
        widened(pooled.medianInterval(), medians),
        Arrays.stream(medians).boxed().toList(),
        pooled,
        drifts);
  }

  private static @Nullable Interval widened(@Nullable Interval interval, double[] medians) {
    Interval forks =
        new Interval(
            Arrays.stream(medians).min().orElseThrow(), Arrays.stream(medians).max().orElseThrow());
    if (interval == null) {
      return medians.length == 1 ? null : forks;
    }
    return interval.span(forks);
  }

  private static Summary withoutDrift(Summary s) {
    return new Summary(
        s.n(),
        s.mean(),
        s.median(),
        s.p10(),
        s.p90(),
        s.p99(),
        s.standardDeviation(),
        s.medianInterval(),
        s.mildOutliers(),
        s.severeOutliers(),
        null);
  }
}
