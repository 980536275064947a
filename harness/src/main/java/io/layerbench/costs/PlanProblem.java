package io.layerbench.costs;

import io.layerbench.assignment.Option;
import io.layerbench.assignment.Problem;
import io.layerbench.assignment.Solution;
import io.layerbench.base.Precision;
import io.layerbench.costs.CostModel.Cost;
import io.layerbench.costs.Topology.Part;
import io.layerbench.costs.Topology.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The choice of a plan as a {@link Problem}: a variable per layer and piece of glue, FP32 or INT8;
 * and per part and per tensor a factor with its cost in each {@link State}. Latency is what {@link
 * CostModel#predictMs} says of the plan, so that an optimum of the one is an optimum of the other.
 *
 * <p>Sensitivity is taken to add up over the layers in INT8, and so is size.
 */
public final class PlanProblem {

  /** The measure of predicted latency. */
  public static final String LATENCY = "a predicted latency (ms) of";

  /** The measure of summed sensitivity. */
  public static final String SENSITIVITY = "sensitivities that sum up to";

  /** The measure of the size of the weights. */
  public static final String SIZE = "weights (MB) of";

  static final int LATENCY_INDEX = 0;
  private static final List<String> MEASURES = List.of(LATENCY, SENSITIVITY, SIZE);

  private final CostModel costs;
  private final Map<String, Figures> figures;
  private final Map<String, Precision> pinned;
  private final Problem.Builder builder = new Problem.Builder(MEASURES);
  private final Map<String, Integer> variables = new LinkedHashMap<>();
  private final Map<String, List<Precision>> options = new HashMap<>();
  private final Map<List<Slots.Slot>, Slots.Slot> joined = new HashMap<>();

  /**
   * What a layer adds to the measures beside latency.
   *
   * @param sensitivity in INT8; 0 in float
   * @param floatMb its weights in float, MB of 10⁶ bytes
   * @param int8Mb its weights in INT8
   */
  public record Figures(double sensitivity, double floatMb, double int8Mb) {

    static final Figures NONE = new Figures(0, 0, 0);
  }

  private PlanProblem(
      CostModel costs, Map<String, Figures> figures, Map<String, Precision> pinned) {
    this.costs = costs;
    this.figures = Map.copyOf(figures);
    this.pinned = Map.copyOf(pinned);
  }

  /**
   * The problem of a model on a backend.
   *
   * @param figures by layer; a layer without them is never INT8, since nothing is known of it
   * @param pinned what is not to be decided, by part
   */
  public static PlanProblem of(
      CostModel costs, Map<String, Figures> figures, Map<String, Precision> pinned) {
    PlanProblem problem = new PlanProblem(costs, figures, pinned);
    problem.fill();
    return problem;
  }

  /** The problem for a solver. */
  public Problem problem() {
    return builder.build();
  }

  /** Every part's precision in a solution. */
  public Map<String, Precision> precisions(Solution solution) {
    Map<String, Precision> precisions = new LinkedHashMap<>();
    variables.forEach(
        (part, index) -> precisions.put(part, options(part).get(solution.options().get(index))));
    return precisions;
  }

  private void fill() {
    Topology topology = costs.topology();
    topology.parts().forEach(this::addVariable);
    for (Part part : topology.parts()) {
      Slots before = part.ranked() ? Slots.NONE : slots(topology.makers(part), false);
      Slots after = slots(topology.readers(part), topology.leaves(part));
      addStates(part.name(), before, after, state -> cost(part, state));
      keepFollowing(part);
    }
    for (Tensor tensor : topology.tensors()) {
      addStates(
          tensor.maker(),
          Slots.NONE,
          slots(tensor.readers(), tensor.leaves()),
          state -> costs.tensor(tensor.name(), state).micros());
    }
  }

  /**
   * Glue is put into INT8 only where that was measured: an estimate from another place would be
   * chosen just where it is too low.
   */
  private double cost(Part part, State state) {
    Cost cost = costs.part(part.name(), state);
    boolean guessed = !part.ranked() && state.int8() && cost.observations() == 0;
    return guessed ? Double.POSITIVE_INFINITY : cost.micros();
  }

  private void addVariable(Part part) {
    Precision pin = pinned.get(part.name());
    boolean decidable = part.int8() && (!part.ranked() || figures.containsKey(part.name()));
    List<Precision> possible =
        pin == Precision.INT8 && part.int8()
            ? List.of(Precision.INT8)
            : pin != null || !decidable
                ? List.of(Precision.FP32)
                : List.of(Precision.FP32, Precision.INT8);
    Figures own = figures.getOrDefault(part.name(), Figures.NONE);
    options.put(part.name(), possible);
    variables.put(
        part.name(),
        builder.variable(
            part.name(),
            possible.stream()
                .map(
                    precision ->
                        precision == Precision.INT8
                            ? option(precision, own.sensitivity(), own.int8Mb())
                            : option(precision, 0, own.floatMb()))
                .toList()));
  }

  private static Option option(Precision precision, double sensitivity, double bytes) {
    return new Option(precision.id(), List.of(0.0, sensitivity, bytes));
  }

  private List<Precision> options(String part) {
    return options.getOrDefault(part, List.of(Precision.FP32));
  }

  /** What is not a part, such as an input of the model, is in float. */
  private Slots slots(List<String> neighbours, boolean leaves) {
    List<Slots.Slot> known =
        neighbours.stream()
            .filter(variables::containsKey)
            .map(
                name ->
                    new Slots.Slot(
                        variable(name), options(name).stream().map(Slots::kind).toList()))
            .toList();
    return Slots.of(leaves || known.size() < neighbours.size(), known, joined, builder);
  }

  /** The cost of something in each state that its own and its neighbours' precisions make. */
  private void addStates(
      @Nullable String own, Slots before, Slots after, ToDoubleFunction<State> cost) {
    List<Slots.Slot> slots = new ArrayList<>(before.all());
    slots.addAll(after.all());
    List<Double> table = new ArrayList<>();
    for (Precision precision : own == null ? List.of(Precision.FP32) : options(own)) {
      Slots.combine(
          slots,
          kinds -> {
            int split = before.all().size();
            State state =
                new State(
                    precision == Precision.INT8,
                    Slots.side(before.always(), kinds.subList(0, split)),
                    Slots.side(after.always(), kinds.subList(split, kinds.size())));
            table.add(cost.applyAsDouble(state) / 1000);
          });
    }
    List<Integer> together = new ArrayList<>();
    if (own != null) {
      together.add(variable(own));
    }
    slots.forEach(slot -> together.add(slot.variable()));
    if (together.isEmpty()) {
      addConstant(table.get(0));
    } else {
      builder.factor(LATENCY_INDEX, together, table);
    }
  }

  /** What nobody can choose counts in the total all the same. */
  private void addConstant(double cost) {
    if (!variables.isEmpty()) {
      String first = variables.keySet().iterator().next();
      builder.factor(
          LATENCY_INDEX,
          List.of(variable(first)),
          Collections.nCopies(options(first).size(), cost));
    }
  }

  /** Glue among INT8 on all sides runs on integers, whatever is asked for. */
  private void keepFollowing(Part part) {
    Topology topology = costs.topology();
    if (part.ranked() || !part.int8() || topology.leaves(part)) {
      return;
    }
    Slots before = slots(topology.makers(part), false);
    Slots after = slots(topology.readers(part), false);
    if (after.all().isEmpty()) {
      return;
    }
    List<Slots.Slot> slots = new ArrayList<>(before.all());
    slots.addAll(after.all());
    List<Double> table = new ArrayList<>();
    for (Precision precision : options(part.name())) {
      Slots.combine(
          slots,
          kinds ->
              table.add(
                  precision != Precision.INT8
                          && Slots.side(before.always() | after.always(), kinds) == Side.INT8
                      ? Double.POSITIVE_INFINITY
                      : 0.0));
    }
    List<Integer> together = new ArrayList<>(List.of(variable(part.name())));
    slots.forEach(slot -> together.add(slot.variable()));
    builder.factor(LATENCY_INDEX, together, table);
  }

  private int variable(String part) {
    Integer index = variables.get(part);
    if (index == null) {
      throw new IllegalArgumentException("no part (" + part + ")");
    }
    return index;
  }
}
