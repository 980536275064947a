package io.layerbench.statistics;

import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Values of one quantity, one per block: a stretch of time in which every quantity was measured
 * once. The difference of two quantities within a block is free of what the block did to both, so
 * that two that are measured with the same blocks are compared by {@link #minus}.
 *
 * @param values finite, at least one, in the blocks' unit and order
 */
public record BlockedValues(List<Double> values) {

  /** Fewer blocks can show nothing at 5%. */
  public static final int LEAST_TO_SHOW = 6;

  public BlockedValues {
    values = List.copyOf(values);
    Samples.check(array(values));
  }

  /** How many blocks there are. */
  public int size() {
    return values.size();
  }

  /** The median over the blocks. */
  public double median() {
    return Samples.median(array(values));
  }

  /**
   * Where the median lies, by order statistics with at least 95%, as in {@link Summary}; null below
   * {@value #LEAST_TO_SHOW} blocks.
   */
  public @Nullable Interval interval() {
    return Samples.medianInterval(values.stream().mapToDouble(value -> value).sorted().toArray());
  }

  /**
   * This quantity less another, block by block.
   *
   * @throws IllegalArgumentException where the numbers of blocks differ
   */
  public BlockedValues minus(BlockedValues other) {
    if (other.size() != size()) {
      throw new IllegalArgumentException(
          "(" + size() + ") and (" + other.size() + ") blocks have no differences");
    }
    return new BlockedValues(
        IntStream.range(0, size()).mapToObj(i -> values.get(i) - other.values.get(i)).toList());
  }

  /**
   * The sign that is shown: 1 or −1 where the whole interval lies on that side of 0, and 0 where it
   * holds 0 or there is none. That is the sign test at 5%: no assumption but independent blocks.
   */
  public int shownSign() {
    Interval interval = interval();
    if (interval == null) {
      return 0;
    }
    return interval.low() > 0 ? 1 : interval.high() < 0 ? -1 : 0;
  }

  private static double[] array(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
