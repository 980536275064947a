package io.layerbench.statistics;

import java.util.List;

/**
 * One case's fork medians, round by round, and what they alone say of its median.
 *
 * @param medians finite, at least one, in the order of the rounds
 */
public record ForkMedians(List<Double> medians) {

  public ForkMedians {
    medians = List.copyOf(medians);
    Samples.check(array(medians));
  }

  /** How many forks there are. */
  public int size() {
    return medians.size();
  }

  /** The median of the fork medians. */
  public double median() {
    return Samples.median(array(medians));
  }

  /**
   * Where the median lies: by order statistics, at least 95%, from 6 forks on; below that from the
   * least to the greatest, which is less than 95%.
   */
  public Interval interval() {
    double[] sorted = medians.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    Interval exact = Samples.medianInterval(sorted);
    return exact == null ? new Interval(sorted[0], sorted[sorted.length - 1]) : exact;
  }

  /**
   * The forks of some rounds.
   *
   * @param from the first, from 0
   * @param to behind the last, greater than from
   */
  public ForkMedians rounds(int from, int to) {
    return new ForkMedians(medians.subList(from, to));
  }

  private static double[] array(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
