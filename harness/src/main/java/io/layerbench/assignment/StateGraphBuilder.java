package io.layerbench.assignment;

import io.layerbench.base.NoPlanException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes the graph of a problem. A state is coded in a long, a bit field per remembered variable.
 */
final class StateGraphBuilder {

  /** More would need more memory than there may be. */
  private static final int MOST_ARCS = 2_000_000;

  private final Problem problem;
  private final FixedPoint scale;
  private final List<Integer> measures;
  private final List<Integer> order;

  /** By stage, the factors whose last variable is decided there. */
  private final List<List<Costs>> decided = new ArrayList<>();

  /** By variable, the stage after which no factor waits with it. */
  private final int[] forgotten;

  /** By variable, where its bits lie in a state. */
  private final int[] shift;

  private final int[] optionCounts;
  private long used;
  private int arcs;

  /**
   * @param measures the indices of those whose costs the arcs shall have, in this order; what any
   *     other forbids is forbidden too
   */
  StateGraphBuilder(Problem problem, FixedPoint scale, List<Integer> measures) {
    this.problem = problem;
    this.scale = scale;
    this.measures = measures;
    order = EliminationOrder.of(problem);
    int count = order.size();
    int[] place = new int[count];
    forgotten = new int[count];
    shift = new int[count];
    optionCounts =
        problem.variables().stream().mapToInt(variable -> variable.options().size()).toArray();
    for (int i = 0; i < count; i++) {
      place[order.get(i)] = i;
      forgotten[order.get(i)] = i;
      decided.add(new ArrayList<>());
    }
    for (Factor factor : problem.factors()) {
      int last = factor.variables().stream().mapToInt(v -> place[v]).max().orElseThrow();
      decided.get(last).add(new Costs(factor));
      factor.variables().forEach(v -> forgotten[v] = Math.max(forgotten[v], last));
    }
  }

  StateGraph build() {
    List<Stage> stages = new ArrayList<>();
    long[] states = {0};
    for (int i = 0; i < order.size(); i++) {
      Step step = new Step(i);
      for (int s = 0; s < states.length; s++) {
        step.leave(s, states[s]);
      }
      stages.add(new Stage(order.get(i), step.after.size(), step.found));
      states = new long[step.after.size()];
      for (Map.Entry<Long, Integer> state : step.after.entrySet()) {
        states[state.getValue()] = state.getKey();
      }
    }
    return new StateGraph(stages, measures.size());
  }

  private int options(int variable) {
    return optionCounts[variable];
  }

  private long mask(int variable) {
    int bits = Integer.SIZE - Integer.numberOfLeadingZeros(options(variable) - 1);
    return ((1L << bits) - 1) << shift[variable];
  }

  private int digit(long state, int variable) {
    return (int) ((state & mask(variable)) >>> shift[variable]);
  }

  /** The lowest free bits that hold a variable's options. */
  private void reserve(int variable) {
    for (shift[variable] = 0; shift[variable] <= 56; shift[variable]++) {
      if ((used & mask(variable)) == 0) {
        used |= mask(variable);
        return;
      }
    }
    throw entangled(variable);
  }

  private NoPlanException entangled(int variable) {
    return new NoPlanException(
        "The network's branches are too entangled at (%s): too many combinations of choices must be"
                .formatted(problem.variables().get(variable).name())
            + " held against each other.",
        "use a policy that chooses layer by layer (percentile, greedy), or pin layers there.");
  }

  /** One variable's stage in the making. */
  private final class Step {

    private final int variable;
    private final List<Costs> factors;
    private final Arcs found = new Arcs(measures.size());
    private final Map<Long, Integer> after = new HashMap<>();
    private final double[] cost = new double[measures.size()];
    private long kept;

    Step(int index) {
      variable = order.get(index);
      factors = decided.get(index);
      reserve(variable);
      for (int i = 0; i <= index; i++) {
        if (forgotten[order.get(i)] == index) {
          used &= ~mask(order.get(i));
        }
      }
      kept = used;
    }

    void leave(int from, long state) {
      for (int option = 0; option < options(variable); option++) {
        long chosen = state | ((long) option << shift[variable]);
        if (isAllowed(option, chosen)) {
          if (++arcs > MOST_ARCS) {
            throw entangled(variable);
          }
          int to = after.computeIfAbsent(chosen & kept, code -> after.size());
          found.add(from, to, option, cost);
        }
      }
    }

    /** Whether no factor forbids it; {@link #cost} is then what it costs. */
    private boolean isAllowed(int option, long state) {
      List<Double> own = problem.variables().get(variable).options().get(option).costs();
      for (int d = 0; d < cost.length; d++) {
        cost[d] = scale.scale(measures.get(d), own.get(measures.get(d)));
      }
      for (Costs factor : factors) {
        double extra = factor.of(state);
        if (extra == Double.POSITIVE_INFINITY) {
          return false;
        }
        if (factor.dimension >= 0) {
          cost[factor.dimension] += extra;
        }
      }
      return true;
    }
  }

  /** A factor's costs in whole units. */
  private final class Costs {

    /** Of the arcs; negative where its measure is not asked for and it can only forbid. */
    private final int dimension;

    private final int[] variables;
    private final double[] entries;

    Costs(Factor factor) {
      dimension = measures.indexOf(factor.measure());
      variables = factor.variables().stream().mapToInt(v -> v).toArray();
      entries =
          factor.costs().stream()
              .mapToDouble(cost -> scale.scale(factor.measure(), cost))
              .toArray();
    }

    double of(long state) {
      int entry = 0;
      for (int v : variables) {
        entry = entry * options(v) + digit(state, v);
      }
      return entries[entry];
    }
  }
}
