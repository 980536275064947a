package io.layerbench.statistics;

/**
 * A closed interval, in the unit of the samples.
 *
 * @param low finite
 * @param high finite, at least low
 */
public record Interval(double low, double high) {

  public Interval {
    if (!Double.isFinite(low) || !Double.isFinite(high) || low > high) {
      throw new IllegalArgumentException("not an interval: (" + low + ") to (" + high + ")");
    }
  }

  /** True when the two have a value in common. */
  public boolean overlaps(Interval other) {
    return low <= other.high && other.low <= high;
  }

  /** The least interval that holds both. */
  public Interval span(Interval other) {
    return new Interval(Math.min(low, other.low), Math.max(high, other.high));
  }
}
