package io.layerbench.assignment;

/** What the limits leave to a way. */
final class Allowance {

  private final int first;
  private final double[] most;

  /** By limit: the least and the most that the rest of a way adds, the latter negated. */
  private final CostToGo[] least;

  private final CostToGo[] greatest;

  /**
   * @param first where in a label the limits' values begin
   */
  Allowance(Query query, int first) {
    this.first = first;
    int count = query.limits().size();
    most = new double[count];
    least = new CostToGo[count];
    greatest = new CostToGo[count];
    for (int k = 0; k < count; k++) {
      double[] weights = new double[query.graph().dimensions()];
      weights[query.limits().get(k).dimension()] = 1;
      most[k] = query.limits().get(k).most();
      least[k] = new CostToGo(query.graph(), weights);
      weights[query.limits().get(k).dimension()] = -1;
      greatest[k] = new CostToGo(query.graph(), weights);
    }
  }

  /**
   * Whether some rest keeps each limit. A value so low that every rest keeps its limit is raised to
   * the highest of which that is true: how low it is does not matter, and ways that differ only in
   * this become equal.
   *
   * @param values of a label; are changed
   */
  boolean permits(int boundary, int state, double[] values) {
    for (int k = 0; k < most.length; k++) {
      if (values[first + k] + least[k].least[boundary][state] > most[k]) {
        return false;
      }
      double harmless = most[k] + greatest[k].least[boundary][state];
      values[first + k] = Math.max(values[first + k], harmless);
    }
    return true;
  }
}
