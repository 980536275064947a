package io.layerbench.assignment;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Looks at every assignment. */
final class BruteForce {

  /** What two totals may differ by and still count as equal. */
  static final double TOLERANCE = 1e-9;

  private final Problem problem;
  private final List<double[]> allowed = new ArrayList<>();

  BruteForce(Problem problem) {
    this.problem = problem;
    visit(new ArrayList<>());
  }

  private void visit(List<Integer> chosen) {
    if (chosen.size() == problem.variables().size()) {
      double[] totals = problem.totals(chosen);
      for (double total : totals) {
        if (total == Double.POSITIVE_INFINITY) {
          return;
        }
      }
      allowed.add(totals);
      return;
    }
    int options = problem.variables().get(chosen.size()).options().size();
    for (int option = 0; option < options; option++) {
      chosen.add(option);
      visit(chosen);
      chosen.remove(chosen.size() - 1);
    }
  }

  /** The totals of all assignments within the limits. */
  List<double[]> within(Map<String, Double> limits) {
    return allowed.stream()
        .filter(
            totals ->
                limits.entrySet().stream()
                    .allMatch(
                        limit ->
                            totals[problem.measure(limit.getKey())]
                                <= limit.getValue() + TOLERANCE))
        .toList();
  }

  /** The least total of a measure within the limits; infinite where nothing is. */
  double least(String objective, Map<String, Double> limits) {
    return within(limits).stream()
        .mapToDouble(totals -> totals[problem.measure(objective)])
        .min()
        .orElse(Double.POSITIVE_INFINITY);
  }

  /** The pairs of totals that none beats, by ascending x. */
  List<double[]> frontier(String x, String y, Map<String, Double> limits) {
    List<double[]> points = new ArrayList<>();
    for (double[] totals : within(limits)) {
      points.add(new double[] {totals[problem.measure(x)], totals[problem.measure(y)]});
    }
    Collections.sort(
        points,
        (one, other) ->
            Math.abs(one[0] - other[0]) > TOLERANCE
                ? Double.compare(one[0], other[0])
                : Double.compare(one[1], other[1]));
    List<double[]> frontier = new ArrayList<>();
    double least = Double.POSITIVE_INFINITY;
    for (double[] point : points) {
      if (point[1] < least - TOLERANCE) {
        least = point[1];
        frontier.add(point);
      }
    }
    return frontier;
  }
}
