package io.layerbench.run;

import org.jspecify.annotations.Nullable;

/**
 * How far a fork's output was from the simulation of its own precision, see {@link
 * OutputComparison}.
 *
 * @param deviation the largest of any element, as a share of the output's range; null where the
 *     outputs are whole numbers of a coarser precision, of which type and shape alone are compared
 * @param tolerance the most that is rounding, see {@link OutputTolerances}
 */
public record OutputDeviation(@Nullable Double deviation, double tolerance) {

  public OutputDeviation {
    if (!(tolerance > 0) || (deviation != null && !(deviation >= 0 && deviation <= tolerance))) {
      throw new IllegalArgumentException(
          "deviation (%s) with tolerance (%s)".formatted(deviation, tolerance));
    }
  }
}
