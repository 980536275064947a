package io.layerbench.assignment;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The order in which variables are decided. While a factor waits for its last variable, the others
 * must be remembered; an order is good where few combinations of remembered options exist. The best
 * of the problem's own order and two greedy ones is taken, by their number of combinations.
 */
final class EliminationOrder {

  private final Problem problem;
  private final List<List<Factor>> factorsOf = new ArrayList<>();

  private EliminationOrder(Problem problem) {
    this.problem = problem;
    problem.variables().forEach(variable -> factorsOf.add(new ArrayList<>()));
    for (Factor factor : problem.factors()) {
      factor.variables().forEach(variable -> factorsOf.get(variable).add(factor));
    }
  }

  /** Each variable's index once. */
  static List<Integer> of(Problem problem) {
    EliminationOrder orders = new EliminationOrder(problem);
    int count = problem.variables().size();
    if (count == 0) {
      return List.of();
    }
    List<Integer> best = new ArrayList<>();
    for (int v = 0; v < count; v++) {
      best.add(v);
    }
    double least = orders.combinations(best);
    for (int first : new int[] {0, count - 1}) {
      List<Integer> greedy = orders.greedy(first);
      double combinations = orders.combinations(greedy);
      if (combinations < least) {
        least = combinations;
        best = greedy;
      }
    }
    return best;
  }

  /** How many combinations an order looks at, were none forbidden. */
  private double combinations(List<Integer> order) {
    Remembered remembered = new Remembered();
    double sum = 0;
    for (int variable : order) {
      sum += Math.exp(remembered.size + Math.log(options(variable)));
      remembered.add(variable);
    }
    return sum;
  }

  /** Next is whatever leaves the fewest combinations to remember; of equals, the first. */
  private List<Integer> greedy(int first) {
    Remembered remembered = new Remembered();
    List<Integer> order = new ArrayList<>();
    TreeSet<Integer> near = new TreeSet<>(List.of(first));
    int untouched = 0;
    while (order.size() < problem.variables().size()) {
      if (near.isEmpty()) {
        untouched = remembered.placed.nextClearBit(untouched);
        near.add(untouched);
      }
      int next = remembered.cheapest(near);
      remembered.add(next);
      order.add(next);
      near.remove(next);
      for (Factor factor : factorsOf.get(next)) {
        for (int neighbour : factor.variables()) {
          if (!remembered.placed.get(neighbour)) {
            near.add(neighbour);
          }
        }
      }
    }
    return order;
  }

  private int options(int variable) {
    return problem.variables().get(variable).options().size();
  }

  /** The variables decided so far, and which of them a factor still waits with. */
  private final class Remembered {

    private final BitSet placed = new BitSet();
    private final BitSet waiting = new BitSet();

    /** The logarithm of the number of combinations of those that wait. */
    private double size;

    int cheapest(Iterable<Integer> candidates) {
      int best = -1;
      double least = Double.POSITIVE_INFINITY;
      for (int candidate : candidates) {
        double change = change(candidate);
        if (change < least - 1e-9) {
          least = change;
          best = candidate;
        }
      }
      return best;
    }

    private double change(int variable) {
      placed.set(variable);
      double change = waits(variable) ? Math.log(options(variable)) : 0;
      for (int done : doneBy(variable)) {
        change -= Math.log(options(done));
      }
      placed.clear(variable);
      return change;
    }

    void add(int variable) {
      placed.set(variable);
      if (waits(variable)) {
        waiting.set(variable);
        size += Math.log(options(variable));
      }
      for (int done : doneBy(variable)) {
        waiting.clear(done);
        size -= Math.log(options(done));
      }
    }

    /** Those remembered until now which nothing waits with any more. */
    private Set<Integer> doneBy(int variable) {
      Set<Integer> done = new TreeSet<>();
      for (Factor factor : factorsOf.get(variable)) {
        for (int other : factor.variables()) {
          if (other != variable && waiting.get(other) && !waits(other)) {
            done.add(other);
          }
        }
      }
      return done;
    }

    private boolean waits(int variable) {
      for (Factor factor : factorsOf.get(variable)) {
        for (int other : factor.variables()) {
          if (!placed.get(other)) {
            return true;
          }
        }
      }
      return false;
    }
  }
}
