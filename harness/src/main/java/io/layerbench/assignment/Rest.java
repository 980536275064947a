package io.layerbench.assignment;

/** What the rest of a way can cost when the limits are priced. */
final class Rest {

  private final Query query;
  private final double[] multipliers;
  private final CostToGo priced;

  /** By dimension of a label, boundary and state: what the cheapest rest adds. */
  private final double[][][] cheapest;

  /**
   * @param multipliers the price of a unit over each limit
   */
  Rest(Query query, double[] multipliers) {
    this.query = query;
    this.multipliers = multipliers;
    priced = new CostToGo(query.graph(), query.weights(multipliers));
    int[] dimensions = query.dimensions();
    cheapest = new double[dimensions.length][][];
    for (int d = 0; d < dimensions.length; d++) {
      cheapest[d] = priced.along(dimensions[d]);
    }
  }

  /** The least objective of any path within the limits that begins so. */
  double bound(int boundary, int state, double[] values) {
    double least = values[0] + priced.least[boundary][state];
    for (int k = 0; k < multipliers.length; k++) {
      least += multipliers[k] * (values[k + 1] - query.limits().get(k).most());
    }
    return least;
  }

  /** Goes on by the cheapest rest; a better incumbent if that keeps the limits. */
  void complete(int boundary, int state, LabelSweep.Way way, Incumbent incumbent) {
    double value = way.values()[0] + cheapest[0][boundary][state];
    if (value >= incumbent.value) {
      return;
    }
    for (int k = 0; k < multipliers.length; k++) {
      double total = way.values()[k + 1] + cheapest[k + 1][boundary][state];
      if (total > query.limits().get(k).most()) {
        return;
      }
    }
    int[] options = way.options(boundary);
    priced.follow(boundary, state, options);
    incumbent.replace(value, options);
  }
}
