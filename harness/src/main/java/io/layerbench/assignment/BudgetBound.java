package io.layerbench.assignment;

import java.util.ArrayList;
import java.util.List;

/**
 * What can still come of a way under a query's limits: at least what relaxations say of the rest of
 * it, that with the best prices and those with prices around them, which are sharper for ways that
 * have spent more or less than others. Each way is also tried with every relaxation's cheapest
 * rest, which finds good paths early. A way that cannot lead to a better path than the incumbent is
 * not wanted.
 */
final class BudgetBound implements LabelSweep.Bound {

  /** By how much prices around the best ones differ from them. */
  private static final double[] CHANGES = {1.02, 1.1, 1.5};

  /** How many numbers all the relaxations may hold. */
  private static final long MOST_NUMBERS = 8_000_000;

  private final Incumbent incumbent;
  private final List<Rest> rests = new ArrayList<>();

  private final Allowance allowance;

  BudgetBound(Query query, Relaxation relaxation, Incumbent incumbent) {
    this.incumbent = incumbent;
    double[] best = relaxation.multipliers;
    allowance = new Allowance(query, 1);
    long numbers = 0;
    for (int i = 0; i < query.graph().size(); i++) {
      numbers += query.graph().states(i) * (2L + best.length);
    }
    long room = MOST_NUMBERS / Math.max(1, numbers);
    rests.add(new Rest(query, best));
    for (double[] around : around(best)) {
      if (rests.size() < room) {
        rests.add(new Rest(query, around));
      }
    }
  }

  private static List<double[]> around(double[] best) {
    List<double[]> around = new ArrayList<>();
    for (double change : CHANGES) {
      for (int k = 0; k < best.length; k++) {
        for (double factor : new double[] {change, 1 / change}) {
          double[] changed = best.clone();
          changed[k] *= factor;
          around.add(changed);
        }
      }
    }
    around.add(new double[best.length]);
    return around;
  }

  @Override
  public double of(int boundary, int state, LabelSweep.Way way) {
    double[] values = way.values();
    if (!allowance.permits(boundary, state, values)) {
      return Double.POSITIVE_INFINITY;
    }
    double least = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < rests.size(); i++) {
      least = Math.max(least, rests.get(i).bound(boundary, state, values));
      if (least >= incumbent.value - FixedPoint.SLACK) {
        return Double.POSITIVE_INFINITY;
      }
    }
    for (int i = 0; i < rests.size(); i++) {
      rests.get(i).complete(boundary, state, way, incumbent);
    }
    return least;
  }
}
