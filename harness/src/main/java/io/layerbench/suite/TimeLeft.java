package io.layerbench.suite;

import java.util.OptionalDouble;
import java.util.function.LongSupplier;

/**
 * How long the rest takes, if its steps take as long as those since the first that was seen: what
 * an earlier process did took no time in this one.
 */
public final class TimeLeft {

  private final LongSupplier clock;
  private int total;
  private int first = -1;
  private int done;
  private long start;

  /**
   * Nothing done yet.
   *
   * @param total steps
   * @param clock in nanoseconds, from any moment on
   */
  public TimeLeft(int total, LongSupplier clock) {
    this.total = total;
    this.clock = clock;
  }

  /** The total, where it turns out to be another. */
  public void total(int steps) {
    total = steps;
  }

  /** So many steps are done. */
  public void at(int steps) {
    if (first < 0) {
      first = steps;
      start = clock.getAsLong();
    }
    done = steps;
  }

  /** The steps that are done. */
  public int done() {
    return done;
  }

  /** The steps in all, as far as is known. */
  public int total() {
    return total;
  }

  /** Empty before the first step that took time. */
  public OptionalDouble seconds() {
    int measured = done - first;
    if (first < 0 || measured <= 0) {
      return OptionalDouble.empty();
    }
    double perStep = (clock.getAsLong() - start) / 1e9 / measured;
    return OptionalDouble.of(perStep * Math.max(0, total - done));
  }
}
