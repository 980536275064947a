package io.layerbench.ranking;

import io.layerbench.assignment.Frontier;
import io.layerbench.assignment.Solution;
import io.layerbench.base.NoPlanException;
import io.layerbench.base.Precision;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The plans that no other beats in both predicted latency and summed sensitivity, exact for the
 * costs that were measured.
 *
 * @param measure what is summed
 * @param points the fastest first, so the most sensitive first
 * @param thinnedByMs 0 where these are all; else, for every point left out there is one here that
 *     is no more sensitive and slower by at most so many ms
 */
public record ParetoFrontier(
    SummedSensitivity.Measure measure, List<Point> points, double thinnedByMs) {

  public ParetoFrontier {
    points = List.copyOf(points);
  }

  /**
   * A plan.
   *
   * @param precisions by the names of layers and glue
   * @param int8 the layers in INT8, in the model's order, pinned ones included
   * @param predictedLatencyMs ms
   * @param sensitivity summed over the layers in INT8
   * @param sizeMb of the layers' weights, MB of 10⁶ bytes
   */
  public record Point(
      Map<String, Precision> precisions,
      List<String> int8,
      double predictedLatencyMs,
      double sensitivity,
      double sizeMb) {

    public Point {
      precisions = Collections.unmodifiableMap(new LinkedHashMap<>(precisions));
      int8 = List.copyOf(int8);
    }
  }

  /**
   * The frontier of what a policy may decide, within its budget of size.
   *
   * @throws NoPlanException where costs are unknown, or no plan is small enough
   */
  public static ParetoFrontier of(PolicyInput input) {
    InputProblem problem = InputProblem.of(input, input.costs(Pareto.NAME));
    Budgets size = new Budgets(null, null, input.spec().budgets().maxSizeMb());
    Frontier frontier = problem.frontier(problem.limits(size));
    return new ParetoFrontier(
        SummedSensitivity.ofInputs(input.layers()).measure(),
        frontier.points().stream().map(point -> point(input, problem, point)).toList(),
        frontier.epsilon());
  }

  private static Point point(PolicyInput input, InputProblem problem, Solution solution) {
    Map<String, Precision> plan = problem.precisions(solution);
    List<String> int8 =
        input.layers().stream()
            .map(RankingInput::layer)
            .filter(layer -> plan.get(layer) == Precision.INT8)
            .toList();
    return new Point(
        plan,
        int8,
        input.costs(Pareto.NAME).predictMs(plan),
        problem.sensitivity(plan),
        problem.sizeMb(plan));
  }

  /** The rows of pareto.csv. */
  public List<ParetoRow> rows(String backend) {
    int knee = knee(Budgets.NONE).orElse(-1);
    List<ParetoRow> rows = new ArrayList<>();
    List<String> before = List.of();
    for (int i = 0; i < points.size(); i++) {
      Point point = points.get(i);
      rows.add(
          new ParetoRow(
              backend,
              i + 1,
              point.predictedLatencyMs(),
              point.sensitivity(),
              point.sizeMb(),
              i == knee,
              point.int8(),
              i == 0 ? List.of() : without(point.int8(), before),
              i == 0 ? List.of() : without(before, point.int8())));
      before = point.int8();
    }
    return rows;
  }

  private static List<String> without(List<String> layers, List<String> others) {
    return layers.stream().filter(layer -> !others.contains(layer)).toList();
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
