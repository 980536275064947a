package io.layerbench.assignment;

import io.layerbench.base.InvalidInputException;
import java.util.List;

/**
 * What a variable can be.
 *
 * @param label for example "INT8"
 * @param costs what it adds to each of the problem's measures, in their order; finite, of any sign
 */
public record Option(String label, List<Double> costs) {

  public Option {
    costs = List.copyOf(costs);
    for (double cost : costs) {
      if (!Double.isFinite(cost)) {
        throw new InvalidInputException(
            "The option (" + label + ") has a cost that is no finite number (" + cost + ").",
            "forbid an option by a factor with an infinite cost.");
      }
    }
  }
}
