package io.layerbench.assignment;

import java.util.List;

/**
 * An assignment that meets the limits.
 *
 * @param options the index of the chosen option per variable
 * @param totals by measure, in the problem's order; see {@link Problem#totals}
 * @param gap how much lower the objective could at most be, in its unit; 0 where none can be lower
 */
public record Solution(List<Integer> options, List<Double> totals, double gap) implements Outcome {

  public Solution {
    options = List.copyOf(options);
    totals = List.copyOf(totals);
    if (!(gap >= 0)) {
      throw new IllegalArgumentException("The gap (" + gap + ") is negative or no number.");
    }
  }

  /** True where no assignment within the limits has a lower objective. */
  public boolean isProven() {
    return gap == 0;
  }
}
