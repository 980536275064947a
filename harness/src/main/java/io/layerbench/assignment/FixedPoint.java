package io.layerbench.assignment;

import io.layerbench.base.InvalidInputException;

/**
 * A problem's costs as whole numbers: multiples of a power of two per measure, small enough that
 * doubles hold every total exactly. Sums then do not depend on their order, and two assignments of
 * equal total tie. Costs that are such multiples (bytes, dyadic fractions) are kept as they are.
 */
final class FixedPoint {

  /** No total has more bits than this. */
  private static final int BITS = 50;

  /** What counts as equal, in units: what rounding may add up to; 4e-12 of the largest total. */
  static final double SLACK = 4096;

  private final Problem problem;
  private final double[] units;

  FixedPoint(Problem problem) {
    this.problem = problem;
    units = new double[problem.measures().size()];
    for (int m = 0; m < units.length; m++) {
      double largest = largest(m);
      if (!(largest <= Double.MAX_VALUE / 4)) {
        throw new InvalidInputException(
            "The costs of (" + problem.measures().get(m) + ") add up to more than a number holds.",
            "give them in a larger unit.");
      }
      int exponent = Math.getExponent(largest) + 1 - BITS;
      units[m] = Math.scalb(1.0, Math.max(exponent, -1000));
    }
  }

  /** The sum of the largest cost of every variable and factor, without signs. */
  private double largest(int measure) {
    double sum = 0;
    for (Variable variable : problem.variables()) {
      double most = 0;
      for (Option option : variable.options()) {
        most = Math.max(most, Math.abs(option.costs().get(measure)));
      }
      sum += most;
    }
    for (Factor factor : problem.factors()) {
      if (factor.measure() == measure) {
        sum +=
            factor.costs().stream().mapToDouble(Math::abs).filter(Double::isFinite).max().orElse(0);
      }
    }
    return sum;
  }

  /** A cost in whole units; infinity stays. */
  double scale(int measure, double cost) {
    return Math.rint(cost / units[measure]);
  }

  /** A limit in whole units, with what rounding may add; none that no total reaches. */
  double limit(int measure, double most) {
    double beyond = Math.scalb(1.0, BITS + 2);
    double scaled = Math.floor(most / units[measure]) + SLACK;
    return Math.max(-beyond, Math.min(beyond, scaled));
  }

  /** What so many units are. */
  double value(int measure, double scaled) {
    return scaled * units[measure];
  }
}
