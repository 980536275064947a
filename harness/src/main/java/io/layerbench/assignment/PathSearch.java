package io.layerbench.assignment;

import io.layerbench.base.NoPlanException;
import java.util.List;

/**
 * Finds the path of least cost within limits: bounds it by a {@link Relaxation}, then sweeps labels
 * through the graph, ever more of them at a time, until none had to be dropped that could lead to a
 * better path than the incumbent.
 */
final class PathSearch {

  private static final int[] WIDTHS = {50, 1_000, 20_000, Integer.MAX_VALUE};

  private final Query query;
  private final long budget;
  private final Incumbent incumbent = new Incumbent();
  private double bound = Double.NEGATIVE_INFINITY;

  /**
   * @param budget how many labels one sweep may keep
   */
  PathSearch(Query query, long budget) {
    this.query = query;
    this.budget = budget;
  }

  /** Begins with a path that is known to keep the limits. */
  PathSearch startingFrom(PathSearch other, double value) {
    incumbent.replace(value, other.options());
    return this;
  }

  /**
   * Searches for the best path.
   *
   * @return whether a path keeps the limits
   * @throws NoPlanException where that could not be decided within the budget
   */
  boolean run() {
    return run(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
  }

  /** Searches until it is decided whether a path keeps the limits, whatever it costs. */
  boolean exists() {
    return run(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);
  }

  /** Searches until it is decided whether a path keeps the limits and costs at most so much. */
  private boolean reaches(double most) {
    if (!run(most, most) || bound > most) {
      return false;
    }
    if (incumbent.value > most) {
      throw undecided();
    }
    return true;
  }

  /**
   * @param enough a cost that need not be improved on
   * @param tooMuch a cost above which no path is wanted
   */
  private boolean run(double enough, double tooMuch) {
    Relaxation relaxation = new Relaxation(query, incumbent);
    if (relaxation.bound == Double.POSITIVE_INFINITY) {
      return false;
    }
    relaxation.tighten();
    bound = relaxation.bound;
    if (!incumbent.isFound() && query.limits().size() > 1 && !start()) {
      return false;
    }
    BudgetBound rest = null;
    for (int width : WIDTHS) {
      if (isProven() || (incumbent.isFound() && incumbent.value <= enough) || bound > tooMuch) {
        break;
      }
      rest = rest == null ? new BudgetBound(query, relaxation, incumbent) : rest;
      LabelSweep sweep = new LabelSweep(query.graph(), query.dimensions(), rest);
      if (!sweep.run(width, budget)) {
        break;
      }
      bound = Math.max(bound, Math.min(sweep.dropped(), incumbent.value));
    }
    if (!incumbent.isFound() && bound < Double.POSITIVE_INFINITY && bound <= tooMuch) {
      throw undecided();
    }
    return incumbent.isFound();
  }

  /** Looks for a path that keeps the limits, whatever it costs. */
  private boolean start() {
    Query.Limit first = query.limits().get(0);
    List<Query.Limit> others = query.limits().subList(1, query.limits().size());
    PathSearch search = new PathSearch(new Query(query.graph(), first.dimension(), others), budget);
    if (!search.reaches(first.most())) {
      return false;
    }
    startingFrom(search, cost(search.options()));
    return true;
  }

  private double cost(int[] options) {
    return query.graph().costs(options)[query.objective()];
  }

  private NoPlanException undecided() {
    return new NoPlanException(
        "Whether the ("
            + query.limits().size()
            + ") limits can be met together is too hard to say.",
        "loosen one, or leave one out.");
  }

  private boolean isProven() {
    return bound >= incumbent.value - FixedPoint.SLACK;
  }

  /** The path's options by stage. */
  int[] options() {
    return incumbent.options;
  }

  /** The path's cost, in whole units. */
  double value() {
    return incumbent.value;
  }

  /** How much lower the cost could at most be, in whole units; 0 where it cannot. */
  double gap() {
    return isProven() ? 0 : incumbent.value - bound;
  }
}
