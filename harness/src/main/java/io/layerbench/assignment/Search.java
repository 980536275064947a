package io.layerbench.assignment;

import io.layerbench.base.UsageException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A problem with limits as a graph, and the searches in it. */
final class Search {

  /** How many labels one sweep may keep; it holds 40 MB, and as much again. */
  private static final long BUDGET = 3_000_000;

  private final Problem problem;
  private final FixedPoint scale;
  private final List<Integer> measures;
  private final StateGraph graph;
  private final Map<String, Query.Limit> limits = new LinkedHashMap<>();

  /**
   * @param objectives measures that are asked for beside the limited ones
   */
  Search(Problem problem, List<String> objectives, Map<String, Double> most) {
    this.problem = problem;
    Set<Integer> needed = new LinkedHashSet<>();
    objectives.forEach(name -> needed.add(problem.measure(name)));
    most.keySet().forEach(name -> needed.add(problem.measure(name)));
    measures = List.copyOf(needed);
    scale = new FixedPoint(problem);
    // In the measures' order, whatever the map's, so that the same limits give the same answer.
    for (String name : problem.measures()) {
      Double limit = most.get(name);
      if (limit != null) {
        limits.put(name, new Query.Limit(dimension(name), scaled(name, limit)));
      }
    }
    graph = new StateGraphBuilder(problem, scale, measures).build();
  }

  private double scaled(String name, double limit) {
    if (!Double.isFinite(limit)) {
      throw new UsageException(
          "The limit of (" + name + ") is no finite number (" + limit + ").",
          "give the most that it may total, or no limit.");
    }
    return scale.limit(problem.measure(name), limit);
  }

  StateGraph graph() {
    return graph;
  }

  int dimension(String measure) {
    return measures.indexOf(problem.measure(measure));
  }

  /** The names of the limited measures. */
  List<String> limited() {
    return List.copyOf(limits.keySet());
  }

  /** The limits of some measures, in whole units. */
  List<Query.Limit> limits(List<String> names) {
    return limits.entrySet().stream()
        .filter(limit -> names.contains(limit.getKey()))
        .map(Map.Entry::getValue)
        .toList();
  }

  /** A search for the least total of a measure within limits. */
  PathSearch path(String objective, List<Query.Limit> within) {
    return new PathSearch(new Query(graph, dimension(objective), within), BUDGET);
  }

  /** Whether any path keeps these limits. */
  boolean isFeasible(List<Query.Limit> within) {
    return new PathSearch(new Query(graph, 0, within), BUDGET).exists();
  }

  /**
   * A path as an assignment.
   *
   * @param byStage its options
   * @param gap in whole units of the objective
   */
  Solution solution(int[] byStage, String objective, double gap) {
    Integer[] options = new Integer[byStage.length];
    for (int i = 0; i < byStage.length; i++) {
      options[graph.stages().get(i).variable] = byStage[i];
    }
    List<Integer> chosen = Arrays.asList(options);
    return new Solution(
        chosen, Arrays.stream(problem.totals(chosen)).boxed().toList(), value(objective, gap));
  }

  /** What so many whole units of a measure are. */
  double value(String measure, double scaled) {
    return scale.value(problem.measure(measure), scaled);
  }
}
