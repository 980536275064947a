package io.layerbench.costs;

import io.layerbench.assignment.Option;
import io.layerbench.assignment.Problem;
import io.layerbench.base.Precision;
import java.util.ArrayList;
import java.util.List;
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
   * The side of those variables; many of them are joined into one by auxiliary variables.
   *
   * @param isFloat whether something in float is there in any case
   */
  static Slots of(boolean isFloat, List<Slot> known, Problem.Builder builder) {
    List<Slot> few = known.size() > MOST_NEIGHBOURS ? List.of(joined(known, builder)) : known;
    return new Slots(isFloat ? FLOAT_KIND : 0, few);
  }

  /** The kind of a neighbour in that precision. */
  static int kind(Precision precision) {
    return precision == Precision.INT8 ? INT8_KIND : FLOAT_KIND;
  }

  /** Auxiliary variables that pass on which kinds there have been so far; the last of them. */
  private static Slot joined(List<Slot> slots, Problem.Builder builder) {
    List<Option> options =
        KINDS.stream().map(kind -> new Option(kind, List.of(0.0, 0.0, 0.0))).toList();
    List<Integer> kinds = List.of(0, 1, 2, 3);
    Slot before = slots.get(0);
    for (Slot next : slots.subList(1, slots.size())) {
      String name = "neighbours " + before.variable() + "+" + next.variable();
      int variable = builder.variable(name, options);
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
      before = new Slot(variable, kinds);
    }
    return before;
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
