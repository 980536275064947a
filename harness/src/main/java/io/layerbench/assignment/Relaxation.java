package io.layerbench.assignment;

/**
 * The Lagrangian relaxation: a limit is not held but priced, total ↦ objective + Σ λ (measure −
 * most), λ ≥ 0. For every λ the cheapest path, a shortest path, is no dearer than the best one
 * within the limits. The λ that bounds it most tightly is sought by the ellipsoid method (Shor
 * 1977; Bland, Goldfarb and Todd, Operations Research 29, 1981), which needs no step size; for one
 * limit that is bisection. Paths that happen to keep the limits become the incumbent.
 */
final class Relaxation {

  private static final int MOST_STEPS = 400;
  private static final double RADIUS = 1e3;

  private final Query query;
  private final Incumbent incumbent;
  private final int count;

  /** λ is searched for as multiples of these, so that limits of any unit look alike. */
  private final double[] unit;

  /** How much paths differ in the objective, about. */
  private final double objective;

  private final CostToGo unpriced;
  private final double[] center;
  private final double[][] shape;

  /** The multipliers of the best bound. */
  double[] multipliers;

  /** What no path within the limits has less than. */
  double bound;

  Relaxation(Query query, Incumbent incumbent) {
    this.query = query;
    this.incumbent = incumbent;
    count = query.limits().size();
    multipliers = new double[count];
    unpriced = new CostToGo(query.graph(), query.weights(multipliers));
    bound = unpriced.total();
    unit = new double[count];
    center = new double[count];
    shape = new double[count][count];
    objective = spread(query.objective());
    for (int k = 0; k < count; k++) {
      unit[k] = objective / spread(query.limits().get(k).dimension());
      center[k] = 1;
      shape[k][k] = RADIUS * RADIUS;
    }
  }

  /** How far the arcs of a stage differ in a dimension, summed over the stages; at least 1. */
  private double spread(int dimension) {
    double sum = 1;
    for (Stage stage : query.graph().stages()) {
      double least = Double.POSITIVE_INFINITY;
      double most = Double.NEGATIVE_INFINITY;
      for (double cost : stage.costs[dimension]) {
        least = Math.min(least, cost);
        most = Math.max(most, cost);
      }
      sum += most > least ? most - least : 0;
    }
    return sum;
  }

  /** Searches until the bound is the best one or meets the incumbent. */
  void tighten() {
    offer(unpriced);
    for (int step = 0; step < MOST_STEPS && count > 0 && !isClosed(); step++) {
      double[] direction = direction();
      double reach = reach(direction);
      if (!(reach > (isPriced() ? FixedPoint.SLACK / 64 : 0))) {
        return;
      }
      cut(direction, reach);
    }
  }

  /** Whether the center is a λ at all; where it is not, its reach says nothing of the bound. */
  private boolean isPriced() {
    for (double multiplier : center) {
      if (multiplier < 0) {
        return false;
      }
    }
    return true;
  }

  private boolean isClosed() {
    return bound >= incumbent.value - FixedPoint.SLACK;
  }

  /** Where the bound rises from the center: by how much each limit is missed there. */
  private double[] direction() {
    double[] direction = new double[count];
    double[] here = new double[count];
    for (int k = 0; k < count; k++) {
      if (center[k] < 0) {
        direction[k] = objective;
        return direction;
      }
      here[k] = center[k] * unit[k];
    }
    CostToGo costs = new CostToGo(query.graph(), query.weights(here));
    double value = costs.total();
    for (int k = 0; k < count; k++) {
      value -= here[k] * query.limits().get(k).most();
    }
    if (value > bound) {
      bound = value;
      multipliers = here;
    }
    double[] excess = offer(costs);
    for (int k = 0; k < count; k++) {
      direction[k] = unit[k] * excess[k];
    }
    return direction;
  }

  /** Takes the cheapest path as the incumbent if it is better; its excess over each limit. */
  private double[] offer(CostToGo costs) {
    int[] options = new int[query.graph().size()];
    double[] totals = costs.cheapest(options);
    double[] excess = new double[count];
    boolean isWithin = true;
    for (int k = 0; k < count; k++) {
      excess[k] = totals[query.limits().get(k).dimension()] - query.limits().get(k).most();
      isWithin &= excess[k] <= 0;
    }
    if (isWithin && totals[query.objective()] < incumbent.value) {
      incumbent.replace(totals[query.objective()], options);
    }
    return excess;
  }

  /** By how much the bound could still rise within the ellipsoid. */
  private double reach(double[] direction) {
    double sum = 0;
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < count; j++) {
        sum += direction[i] * shape[i][j] * direction[j];
      }
    }
    return Math.sqrt(Math.max(sum, 0));
  }

  /** The smallest ellipsoid around the half of this one in which the bound can rise. */
  private void cut(double[] direction, double reach) {
    double[] step = new double[count];
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < count; j++) {
        step[i] += shape[i][j] * direction[j] / reach;
      }
    }
    double n = count;
    double widen = count == 1 ? 1 : n * n / (n * n - 1);
    double flatten = count == 1 ? 0.75 : 2 / (n + 1);
    for (int i = 0; i < count; i++) {
      center[i] += step[i] / (n + 1);
      for (int j = 0; j < count; j++) {
        shape[i][j] = widen * (shape[i][j] - flatten * step[i] * step[j]);
      }
    }
  }
}
