package io.layerbench.ranking;

import io.layerbench.assignment.Frontier;
import io.layerbench.assignment.Solution;
import io.layerbench.base.NoPlanException;
import io.layerbench.base.Precision;
import io.layerbench.costs.CostModel;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The plans that no other beats in both predicted latency and summed sensitivity, exact for the
 * costs that were measured.
 *
 * @param points the fastest first, so the most sensitive first
 * @param thinnedByMs 0 where these are all; else, for every point left out there is one here that
 *     is no more sensitive and slower by at most so many ms
 */
public record ParetoFrontier(List<Point> points, double thinnedByMs) {

  public ParetoFrontier {
    points = List.copyOf(points);
  }

  /**
   * A plan.
   *
   * @param precisions by the names of layers and glue
   * @param predictedLatencyMs ms
   * @param sensitivity summed over the layers in INT8
   * @param sizeMb of the layers' weights, MB of 10⁶ bytes
   */
  public record Point(
      Map<String, Precision> precisions,
      double predictedLatencyMs,
      double sensitivity,
      double sizeMb) {

    public Point {
      precisions = Collections.unmodifiableMap(new LinkedHashMap<>(precisions));
    }
  }

  /**
   * The frontier of what a policy may decide, within its budget of size.
   *
   * @throws NoPlanException where costs are unknown, or no plan is small enough
   */
  public static ParetoFrontier of(PolicyInput input) {
    CostModel costs = input.costs(Pareto.NAME);
    InputProblem problem = InputProblem.of(input, costs);
    Budgets size = new Budgets(null, null, input.spec().budgets().maxSizeMb());
    Frontier frontier = problem.frontier(problem.limits(size));
    return new ParetoFrontier(
        frontier.points().stream().map(point -> point(problem, costs, point)).toList(),
        frontier.epsilon());
  }

  private static Point point(InputProblem problem, CostModel costs, Solution solution) {
    Map<String, Precision> plan = problem.precisions(solution);
    return new Point(plan, costs.predictMs(plan), problem.sensitivity(plan), problem.sizeMb(plan));
  }

  /**
   * The knee of the frontier: of the points within the budgets, that which lies farthest below the
   * line between the frontier's ends, both axes scaled to 0 to 1; of equals the fastest.
   *
   * @return its index; empty where no point is within the budgets
   */
  public OptionalInt knee(Budgets budgets) {
    OptionalInt best = OptionalInt.empty();
    double farthest = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < points.size(); i++) {
      double below = belowTheLine(points.get(i));
      if (isWithin(points.get(i), budgets) && below > farthest + 1e-12) {
        best = OptionalInt.of(i);
        farthest = below;
      }
    }
    return best;
  }

  private double belowTheLine(Point point) {
    Point fastest = points.get(0);
    Point slowest = points.get(points.size() - 1);
    return 1
        - share(
            point.predictedLatencyMs(), fastest.predictedLatencyMs(), slowest.predictedLatencyMs())
        - share(point.sensitivity(), slowest.sensitivity(), fastest.sensitivity());
  }

  private static double share(double value, double least, double most) {
    return most > least ? (value - least) / (most - least) : 0;
  }

  /** Rounding alone does not put a point beyond a budget that the solver holds to be met. */
  private static boolean isWithin(Point point, Budgets budgets) {
    Double latency = budgets.maxLatencyMs();
    Double sensitivity = budgets.maxSensitivity();
    return (latency == null || point.predictedLatencyMs() <= latency * (1 + 1e-9))
        && (sensitivity == null || point.sensitivity() <= sensitivity * (1 + 1e-9));
  }
}
