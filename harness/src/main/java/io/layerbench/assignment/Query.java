package io.layerbench.assignment;

import java.util.List;

/**
 * Which path of a graph is sought: of least cost in one dimension, within limits in others.
 *
 * @param objective the dimension to be least in
 * @param limits as many as there are limits, in whole units
 */
record Query(StateGraph graph, int objective, List<Limit> limits) {

  /** The most that a path may cost in a dimension. */
  record Limit(int dimension, double most) {}

  Query {
    limits = List.copyOf(limits);
  }

  /** The weights of the objective and of some multiplier per limit. */
  double[] weights(double[] multipliers) {
    double[] weights = new double[graph.dimensions()];
    weights[objective] = 1;
    for (int k = 0; k < multipliers.length; k++) {
      weights[limits.get(k).dimension()] += multipliers[k];
    }
    return weights;
  }

  /** The dimensions of a label: the objective's, then the limits'. */
  int[] dimensions() {
    int[] dimensions = new int[limits.size() + 1];
    dimensions[0] = objective;
    for (int k = 0; k < limits.size(); k++) {
      dimensions[k + 1] = limits.get(k).dimension();
    }
    return dimensions;
  }
}
