package io.layerbench.assignment;

import java.util.List;

/**
 * All assignments that are not forbidden, as the paths through a layered graph: one stage per
 * variable, from one first state to one last. A state is what the rest depends on: the options of
 * those decided variables that a factor still waits with.
 *
 * @param stages in the order of decision
 * @param dimensions how many costs an arc has
 */
record StateGraph(List<Stage> stages, int dimensions) {

  StateGraph {
    stages = List.copyOf(stages);
  }

  int size() {
    return stages.size();
  }

  /** How many states there are before a stage; after the last one for the number of stages. */
  int states(int boundary) {
    return boundary == 0 ? 1 : stages.get(boundary - 1).states;
  }

  /**
   * What a path costs by dimension.
   *
   * @param options by stage
   */
  double[] costs(int[] options) {
    double[] costs = new double[dimensions];
    int state = 0;
    for (int i = 0; i < options.length; i++) {
      Stage stage = stages.get(i);
      int arc = stage.arc(state, options[i]);
      for (int d = 0; d < dimensions; d++) {
        costs[d] += stage.costs[d][arc];
      }
      state = stage.to[arc];
    }
    return costs;
  }
}
