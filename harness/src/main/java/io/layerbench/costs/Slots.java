package io.layerbench.costs;

import io.layerbench.assignment.Option;
import io.layerbench.assignment.Problem;
import io.layerbench.base.Precision;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * The neighbours on one side, as variables of a problem.
 *
 * @param always the kinds that are there in any case
 * @param all the variables that tell which kinds there are besides
 */
record Slots(int always, List<Slot> all) {

  /** Nothing stands on that side, or it does not matter. */
  static final Slots NONE = new Slots(0, List.of());

  private static final int FLOAT_KIND = 1;
  private static final int INT8_KIND = 2;
  private static final List<String> KINDS = List.of("none", "float", "int8", "both");

  /** A table of all combinations of that many neighbours a side is small; of more it is not. */
  private static final int MOST_NEIGHBOURS = 3;

  /**
   * A variable that tells of neighbours.
   *
   * @param kinds by its options, as bits: 1 for float, 2 for INT8
   */
  record Slot(int variable, List<Integer> kinds) {}

  /**
   * The side of those variables. One that has no choice is there in any case; many others are
   * joined into one by auxiliary variables.
   *
   * @param isFloat whether something in float is there in any case
   * @param joined what was joined before, to be used again; is added to
   */
  static Slots of(
      boolean isFloat, List<Slot> known, Map<List<Slot>, Slot> joined, Problem.Builder builder) {
    int always = isFloat ? FLOAT_KIND : 0;
    List<Slot> open = new ArrayList<>();
    for (Slot slot : known) {
      if (slot.kinds().size() == 1) {
        always |= slot.kinds().get(0);
      } else {
        open.add(slot);
      }
    }
    return new Slots(
        always,
        open.size() > MOST_NEIGHBOURS
            ? List.of(joined.computeIfAbsent(open, slots -> joined(slots, builder)))
            : open);
  }

  /** The kind of a neighbour in that precision. */
  static int kind(Precision precision) {
    return precision == Precision.INT8 ? INT8_KIND : FLOAT_KIND;
  }

  /** Auxiliary variables that pass on which kinds there have been so far; the last of them. */
  private static Slot joined(List<Slot> slots, Problem.Builder builder) {
    Slot before = slots.get(0);
    for (Slot next : slots.subList(1, slots.size())) {
      before = joined(before, next, builder);
    }
    return before;
  }

  private static Slot joined(Slot before, Slot next, Problem.Builder builder) {
    SortedSet<Integer> possible = new TreeSet<>();
    before.kinds().forEach(first -> next.kinds().forEach(second -> possible.add(first | second)));
    List<Integer> kinds = List.copyOf(possible);
    int variable =
        builder.variable(
            "neighbours " + before.variable() + "+" + next.variable(),
            kinds.stream()
                .map(kind -> new Option(KINDS.get(kind), List.of(0.0, 0.0, 0.0)))
                .toList());
    List<Double> table = new ArrayList<>();
    for (int first : before.kinds()) {
      for (int second : next.kinds()) {
        for (int both : kinds) {
          table.add(both == (first | second) ? 0.0 : Double.POSITIVE_INFINITY);
        }
      }
    }
    builder.factor(
        PlanProblem.LATENCY_INDEX, List.of(before.variable(), next.variable(), variable), table);
    return new Slot(variable, kinds);
  }

  /** The side that those kinds make. */
  static Side side(int always, List<Integer> kinds) {
    int all = kinds.stream().reduce(always, (a, b) -> a | b);
    return Side.of((all & FLOAT_KIND) != 0, (all & INT8_KIND) != 0);
  }

  /** Every combination of the slots' kinds, the last slot's fastest. */
  static void combine(List<Slot> slots, Consumer<List<Integer>> each) {
    combine(slots, 0, new ArrayList<>(), each);
  }

  private static void combine(
      List<Slot> slots, int from, List<Integer> chosen, Consumer<List<Integer>> each) {
    if (from == slots.size()) {
      each.accept(chosen);
      return;
    }
    for (int kind : slots.get(from).kinds()) {
      chosen.add(kind);
      combine(slots, from + 1, chosen, each);
      chosen.remove(chosen.size() - 1);
    }
  }
}
