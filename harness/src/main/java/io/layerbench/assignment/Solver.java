package io.layerbench.assignment;

import io.layerbench.base.UsageException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Finds the best assignments of a problem, exactly; the same problem gives the same answer. */
public final class Solver {

  /**
   * The assignment with the least total of a measure.
   *
   * @param objective a measure's name
   * @param limits the most that a measure may total, by name; of any sign
   */
  public Outcome minimize(Problem problem, String objective, Map<String, Double> limits) {
    if (problem.variables().isEmpty() && limits.isEmpty()) {
      return new Solution(List.of(), Arrays.stream(problem.totals(List.of())).boxed().toList(), 0);
    }
    throw new UnsupportedOperationException("follows: " + objective);
  }

  /**
   * Every pair of totals that none beats, with one assignment each.
   *
   * @param x a measure's name
   * @param y another
   * @param limits the most that a measure may total, by name; of any sign
   */
  public Frontier frontier(Problem problem, String x, String y, Map<String, Double> limits) {
    if (problem.measure(x) == problem.measure(y)) {
      throw new UsageException("A frontier needs two measures (" + x + ").", "name another.");
    }
    throw new UnsupportedOperationException("follows: " + limits);
  }
}
