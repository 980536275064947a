package io.layerbench.sensitivity;

import io.layerbench.base.Precision;
import io.layerbench.statistics.Interval;
import io.layerbench.statistics.Wilson;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The accuracy of a model of which one block is quantized and the rest is FP32.
 *
 * @param block its name; {@link Unit#MODEL} for all layers, {@link #NONE} for FP32 throughout
 * @param layers the names of its layers in the model's order; none for FP32
 * @param parameters how many the block has; 0 for FP32
 * @param precision of the block
 * @param items how many labelled items were run, at least 1
 * @param correct how many labels were hit
 * @param drop FP32's accuracy less this one, on the same items; null for FP32 itself
 */
public record BlockAccuracy(
    String block,
    List<String> layers,
    long parameters,
    Precision precision,
    int items,
    int correct,
    @Nullable Drop drop) {

  /** The name of FP32's row. */
  public static final String NONE = "none";

  /**
   * A difference of accuracies.
   *
   * @param points of percent
   * @param interval 95%, for paired samples
   */
  public record Drop(double points, Interval interval) {

    /** True where the whole interval lies above 0. */
    public boolean isShown() {
      return interval.low() > 0;
    }
  }

  public BlockAccuracy {
    layers = List.copyOf(layers);
    if (items < 1 || correct < 0 || correct > items || parameters < 0) {
      throw new IllegalArgumentException(
          "(%s): (%d) of (%d), (%d) parameters".formatted(block, correct, items, parameters));
    }
    if ((precision == Precision.FP32) != (drop == null)) {
      throw new IllegalArgumentException("(" + block + "): FP32, and only FP32, has no drop");
    }
  }

  /** The accuracy in percent. */
  public double percent() {
    return 100.0 * correct / items;
  }

  /** Its 95% interval after Wilson, in percent. */
  public Interval interval() {
    Interval share = Wilson.interval(correct, items);
    return new Interval(100 * share.low(), 100 * share.high());
  }
}
