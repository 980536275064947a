package io.layerbench.assignment;

import java.util.Arrays;

/** The least weighted cost from every state to the end, and the way that has it. */
final class CostToGo {

  private final StateGraph graph;

  /** By boundary (see {@link StateGraph#states}) and state; infinite where no way leads on. */
  final double[][] least;

  private final int[][] arc;

  /**
   * @param weights one per dimension
   */
  CostToGo(StateGraph graph, double[] weights) {
    this.graph = graph;
    least = new double[graph.size() + 1][];
    arc = new int[graph.size()][];
    least[graph.size()] = new double[graph.states(graph.size())];
    for (int i = graph.size() - 1; i >= 0; i--) {
      step(i, weights);
    }
  }

  private void step(int boundary, double[] weights) {
    Stage stage = graph.stages().get(boundary);
    double[] costs = new double[stage.arcs()];
    for (int d = 0; d < weights.length; d++) {
      if (weights[d] != 0) {
        for (int a = 0; a < costs.length; a++) {
          costs[a] += weights[d] * stage.costs[d][a];
        }
      }
    }
    double[] best = new double[graph.states(boundary)];
    int[] way = new int[best.length];
    Arrays.fill(best, Double.POSITIVE_INFINITY);
    for (int a = 0; a < costs.length; a++) {
      double cost = costs[a] + least[boundary + 1][stage.to[a]];
      if (cost < best[stage.from[a]]) {
        best[stage.from[a]] = cost;
        way[stage.from[a]] = a;
      }
    }
    least[boundary] = best;
    arc[boundary] = way;
  }

  /** The least cost of all; infinite where everything is forbidden. */
  double total() {
    return least[0][0];
  }

  /**
   * Follows the way from a state to the end.
   *
   * @param options by stage; those from the boundary on are set
   */
  void follow(int boundary, int state, int[] options) {
    int at = state;
    for (int i = boundary; i < graph.size(); i++) {
      Stage stage = graph.stages().get(i);
      int next = arc[i][at];
      options[i] = stage.option[next];
      at = stage.to[next];
    }
  }

  /**
   * The cheapest path of all.
   *
   * @param options by stage; are set
   * @return its cost by dimension
   */
  double[] cheapest(int[] options) {
    double[] totals = new double[graph.dimensions()];
    int at = 0;
    for (int i = 0; i < graph.size(); i++) {
      Stage stage = graph.stages().get(i);
      int next = arc[i][at];
      options[i] = stage.option[next];
      at = stage.to[next];
      for (int d = 0; d < totals.length; d++) {
        totals[d] += stage.costs[d][next];
      }
    }
    return totals;
  }

  /** What the way from every state adds in one dimension, by boundary and state. */
  double[][] along(int dimension) {
    double[][] sums = new double[graph.size() + 1][];
    sums[graph.size()] = new double[graph.states(graph.size())];
    for (int i = graph.size() - 1; i >= 0; i--) {
      Stage stage = graph.stages().get(i);
      sums[i] = new double[graph.states(i)];
      for (int s = 0; s < sums[i].length; s++) {
        sums[i][s] =
            least[i][s] == Double.POSITIVE_INFINITY
                ? Double.POSITIVE_INFINITY
                : stage.costs[dimension][arc[i][s]] + sums[i + 1][stage.to[arc[i][s]]];
      }
    }
    return sums;
  }
}
