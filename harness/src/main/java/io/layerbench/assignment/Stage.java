package io.layerbench.assignment;

import java.util.Arrays;

/**
 * The decision of one variable: an arc for each state before it and each option that is allowed
 * there, leading to the state after it. Arcs are grouped by the state that they lead to.
 */
final class Stage {

  final int variable;

  /** How many states there are after it. */
  final int states;

  final int[] from;
  final int[] to;
  final int[] option;

  /** By dimension, then arc. */
  final double[][] costs;

  /** Where a state's incoming arcs begin; one more for the end. */
  final int[] begin;

  /** The arcs in any order; see {@link Arcs}. */
  Stage(int variable, int states, Arcs arcs) {
    this.variable = variable;
    this.states = states;
    int count = arcs.size();
    begin = new int[states + 1];
    for (int a = 0; a < count; a++) {
      begin[arcs.to(a) + 1]++;
    }
    Arrays.parallelPrefix(begin, Integer::sum);
    from = new int[count];
    to = new int[count];
    option = new int[count];
    costs = new double[arcs.dimensions()][count];
    int[] next = begin.clone();
    for (int a = 0; a < count; a++) {
      int place = next[arcs.to(a)]++;
      from[place] = arcs.from(a);
      to[place] = arcs.to(a);
      option[place] = arcs.option(a);
      for (int d = 0; d < costs.length; d++) {
        costs[d][place] = arcs.cost(d, a);
      }
    }
  }

  int arcs() {
    return from.length;
  }

  /** The arc for an option that is allowed in a state. */
  int arc(int state, int chosen) {
    for (int a = 0; a < from.length; a++) {
      if (from[a] == state && option[a] == chosen) {
        return a;
      }
    }
    throw new IllegalArgumentException("The option (" + chosen + ") is forbidden.");
  }
}
