package io.layerbench.statistics;

import java.util.Arrays;

/** The mean of the middle half: robust as a median, and finer than the clock that ticked. */
public final class Midmean {

  private Midmean() {}

  /**
   * The interquartile mean of at least one value.
   *
   * @throws IllegalArgumentException for none
   */
  public static double of(double[] values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("a midmean needs at least one value");
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int cut = sorted.length / 4;
    return Arrays.stream(sorted, cut, sorted.length - cut).average().orElseThrow();
  }
}
