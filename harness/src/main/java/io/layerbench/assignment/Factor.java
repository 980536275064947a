package io.layerbench.assignment;

import io.layerbench.base.InvalidInputException;
import java.util.HashSet;
import java.util.List;

/**
 * What several variables cost together, beside what each costs alone.
 *
 * @param measure the index of the measure that it adds to
 * @param variables their indices, each once, at least one
 * @param costs one per combination of their options, row-major, so that the last variable's option
 *     changes fastest; of any sign; positive infinity forbids the combination
 */
public record Factor(int measure, List<Integer> variables, List<Double> costs) {

  public Factor {
    variables = List.copyOf(variables);
    costs = List.copyOf(costs);
    if (variables.isEmpty() || new HashSet<>(variables).size() < variables.size()) {
      throw new InvalidInputException(
          "A factor joins no variable, or one twice (" + variables + ").",
          "name each variable once.");
    }
    for (double cost : costs) {
      if (Double.isNaN(cost) || cost == Double.NEGATIVE_INFINITY) {
        throw new InvalidInputException(
            "The factor of the variables (%s) has a cost that is no number (%s)."
                .formatted(variables, cost),
            "give a finite cost, or positive infinity for what is forbidden.");
      }
    }
  }
}
