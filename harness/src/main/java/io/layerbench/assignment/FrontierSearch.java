package io.layerbench.assignment;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds the paths that no other beats in two dimensions, x and y: all of them by one sweep of
 * labels; where these would be too many, the least y for each of some limits of x.
 */
final class FrontierSearch {

  /** How many steps of x a thinned frontier takes. */
  private static final int STEPS = 48;

  /** How many labels the sweep may keep; with limits, which make them dearer, half of it. */
  static final long BUDGET = 6_000_000;

  private final Search search;
  private final String x;
  private final String y;
  private final List<Query.Limit> limits;

  FrontierSearch(Search search, String x, String y) {
    this.search = search;
    this.x = x;
    this.y = y;
    limits = search.limits(search.limited());
  }

  /**
   * The frontier, which has at least one point.
   *
   * @param budget how many labels may be kept before it is thinned
   */
  Frontier run(long budget) {
    int[] dimensions = new int[limits.size() + 2];
    dimensions[0] = search.dimension(x);
    dimensions[1] = search.dimension(y);
    for (int k = 0; k < limits.size(); k++) {
      dimensions[k + 2] = limits.get(k).dimension();
    }
    LabelSweep sweep = new LabelSweep(search.graph(), dimensions, withinLimits());
    return sweep.run(Integer.MAX_VALUE, limits.isEmpty() ? budget : budget / 2)
        ? all(sweep)
        : thinned();
  }

  /** Leaves out a way that cannot lead to the end, or only above a limit. */
  private LabelSweep.Bound withinLimits() {
    StateGraph graph = search.graph();
    CostToGo any = new CostToGo(graph, new double[graph.dimensions()]);
    Allowance allowance = new Allowance(new Query(graph, 0, limits), 2);
    return (boundary, state, way) ->
        any.least[boundary][state] < Double.POSITIVE_INFINITY
                && allowance.permits(boundary, state, way.values())
            ? 0
            : Double.POSITIVE_INFINITY;
  }

  private Frontier all(LabelSweep sweep) {
    List<Solution> points = new ArrayList<>();
    Labels last = sweep.last();
    double least = Double.POSITIVE_INFINITY;
    // With limits, labels are also there that spend less on these; those are no points.
    for (int label = 0; label < last.size; label++) {
      if (last.values[1][label] < least) {
        least = last.values[1][label];
        points.add(search.solution(sweep.options(search.graph().size(), label), y, 0));
      }
    }
    return new Frontier(points, false, 0, Optional.empty());
  }

  private Frontier thinned() {
    PathSearch leftmost = search.path(x, limits);
    leftmost.run();
    PathSearch lowest = search.path(y, limits);
    lowest.run();
    double least = leftmost.value();
    double step = Math.ceil((costOf(x, lowest) - least) / STEPS);
    List<Solution> points = new ArrayList<>();
    PathSearch before = leftmost;
    double lastY = Double.POSITIVE_INFINITY;
    for (int i = 0; i <= STEPS; i++) {
      PathSearch point = leastY(before, least + i * step);
      if (point.value() < lastY) {
        lastY = point.value();
        points.add(search.solution(leastX(point).options(), y, point.gap()));
      }
      before = point;
    }
    return new Frontier(points, true, search.value(x, step), Optional.empty());
  }

  /** The least y with x at most so much; starts from a path that has no more. */
  private PathSearch leastY(PathSearch before, double most) {
    PathSearch search = within(y, x, most).startingFrom(before, costOf(y, before));
    search.run();
    return search;
  }

  /** Of the paths with no larger y than this, that of the least x. */
  private PathSearch leastX(PathSearch point) {
    PathSearch search = within(x, y, point.value()).startingFrom(point, costOf(x, point));
    search.run();
    return search;
  }

  private PathSearch within(String objective, String limited, double most) {
    List<Query.Limit> joined = new ArrayList<>(limits);
    joined.add(new Query.Limit(search.dimension(limited), most));
    return search.path(objective, joined);
  }

  private double costOf(String measure, PathSearch path) {
    return search.graph().costs(path.options())[search.dimension(measure)];
  }
}
