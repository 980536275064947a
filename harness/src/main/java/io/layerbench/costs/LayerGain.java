package io.layerbench.costs;

import io.layerbench.statistics.BlockedValues;

/**
 * What INT8 gains of a layer in place, turn by turn.
 *
 * @param backend where it was measured
 * @param layer its name
 * @param fp32Ms its cost in the FP32 model: the median over the turns
 * @param int8Ms its cost in the INT8 model: the median over the turns
 * @param turnsMs FP32 cost less INT8 cost, by turn
 */
public record LayerGain(
    String backend, String layer, double fp32Ms, double int8Ms, BlockedValues turnsMs) {

  /** What the turns show of INT8 against FP32. */
  public enum Verdict {
    /** INT8 takes less. */
    FASTER,
    /** INT8 takes more. */
    SLOWER,
    /** The interval of the gain holds 0. */
    NOT_SHOWN
  }

  /** The median over the turns. */
  public double gainMs() {
    return turnsMs.median();
  }

  /** By the sign that the turns show. */
  public Verdict verdict() {
    return switch (turnsMs.shownSign()) {
      case 1 -> Verdict.FASTER;
      case -1 -> Verdict.SLOWER;
      default -> Verdict.NOT_SHOWN;
    };
  }

  /**
   * The sign of this layer's gain less another's, as far as the differences within turns show it: 0
   * where they do not.
   *
   * @param other of the same turns
   */
  public int shownAbove(LayerGain other) {
    return turnsMs.minus(other.turnsMs).shownSign();
  }
}
