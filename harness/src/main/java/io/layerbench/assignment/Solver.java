package io.layerbench.assignment;

import io.layerbench.base.NoPlanException;
import io.layerbench.base.UsageException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the best assignments of a problem, exactly. The same problem gives the same answer; of
 * assignments with equal totals, that which the search comes upon first.
 *
 * <p>Variables are decided one after another, and what is remembered of those decided (those that a
 * factor still joins to others) makes the states of a graph whose paths are the assignments. It is
 * small where the variables form a chain with short branches, as the layers of a network do. In it,
 * labels are extended from state to state; dominance and Lagrangian bounds leave few of them.
 *
 * <p>Totals count as equal, and a limit as met, within 4e-12 of what a measure's largest costs add
 * up to, which is more than rounding does.
 */
public final class Solver {

  /**
   * The assignment with the least total of a measure. Where the search grows too large it is the
   * best one found, with the gap that is left.
   *
   * @param objective a measure's name
   * @param limits the most that a measure may total, by name; finite, of any sign
   * @throws UsageException for an unknown measure
   * @throws NoPlanException where the factors join too many variables, each with each; or where it
   *     is too hard to say whether the limits can be met together
   */
  public Outcome minimize(Problem problem, String objective, Map<String, Double> limits) {
    Search search = new Search(problem, List.of(objective), limits);
    PathSearch path = search.path(objective, search.limits(search.limited()));
    return path.run()
        ? search.solution(path.options(), objective, path.gap())
        : new Conflict(search, limits).explain();
  }

  /**
   * Every pair of totals that none beats, with one assignment each.
   *
   * @param x a measure's name
   * @param y another
   * @param limits as for {@link #minimize}
   * @throws UsageException as {@link #minimize}
   * @throws NoPlanException as {@link #minimize}
   */
  public Frontier frontier(Problem problem, String x, String y, Map<String, Double> limits) {
    return frontier(problem, List.of(x, y), limits, FrontierSearch.BUDGET);
  }

  /**
   * As above.
   *
   * @param axes x and y
   * @param budget how many labels may be kept before the frontier is thinned
   */
  Frontier frontier(Problem problem, List<String> axes, Map<String, Double> limits, long budget) {
    String x = axes.get(0);
    String y = axes.get(1);
    if (problem.measure(x) == problem.measure(y)) {
      throw new UsageException(
          "A frontier needs two different measures (" + x + ").", "name another one.");
    }
    Search search = new Search(problem, axes, limits);
    return new Conflict(search, limits)
        .find()
        .map(reason -> new Frontier(List.of(), false, 0, Optional.of(reason)))
        .orElseGet(() -> new FrontierSearch(search, x, y).run(budget));
  }
}
