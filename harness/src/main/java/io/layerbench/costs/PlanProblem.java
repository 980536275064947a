package io.layerbench.costs;

import io.layerbench.assignment.Option;
import io.layerbench.assignment.Problem;
import io.layerbench.assignment.Solution;
import io.layerbench.base.Precision;
import io.layerbench.costs.CostModel.Cost;
import io.layerbench.costs.Topology.Part;
import io.layerbench.costs.Topology.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The choice of a plan as a {@link Problem}: a variable per layer and piece of glue, FP32 or INT8;
 * and per part and per tensor a factor with its cost in each {@link State}. Latency is what {@link
 * CostModel#predictMs} says of the plan, so that an optimum of the one is an optimum of the other.
 *
 * <p>Sensitivity is taken to add up over the layers in INT8, and so is size.
 */
public final class PlanProblem {

  /** The measure of predicted latency, ms. */
  public static final String LATENCY = "latency";

  /** The measure of summed sensitivity. */
  public static final String SENSITIVITY = "sensitivity";

  /** The measure of size, bytes. */
  public static final String SIZE = "size";

  private static final int LATENCY_INDEX = 0;
  private static final List<String> MEASURES = List.of(LATENCY, SENSITIVITY, SIZE);

  /** A table of all combinations of that many neighbours is small; of more it is not. */
  private static final int MOST_NEIGHBOURS = 5;

  private final CostModel costs;
  private final Map<String, Figures> figures;
  private final Map<String, Precision> pinned;
  private final Problem.Builder builder = new Problem.Builder(MEASURES);
  private final Map<String, Integer> variables = new LinkedHashMap<>();
  private final Map<String, List<Precision>> options = new HashMap<>();

  /**
   * What a layer adds to the measures beside latency.
   *
   * @param sensitivity in INT8; 0 in float
   * @param floatBytes its weights in float
   * @param int8Bytes its weights in INT8
   */
  public record Figures(double sensitivity, double floatBytes, double int8Bytes) {

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
      List<String> neighbours = part.ranked() ? topology.readers(part) : topology.makers(part);
      addStates(
          part.name(),
          neighbours,
          part.ranked() && topology.leaves(part),
          state -> costs.part(part.name(), state));
      keepFollowing(part);
    }
    for (Tensor tensor : topology.tensors()) {
      addStates(
          tensor.maker() == null ? "" : tensor.maker(),
          tensor.readers(),
          tensor.leaves(),
          state -> costs.tensor(tensor.name(), state));
    }
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
                            ? option(precision, own.sensitivity(), own.int8Bytes())
                            : option(precision, 0, own.floatBytes()))
                .toList()));
  }

  private static Option option(Precision precision, double sensitivity, double bytes) {
    return new Option(precision.id(), List.of(0.0, sensitivity, bytes));
  }

  private List<Precision> options(String part) {
    return options.getOrDefault(part, List.of(Precision.FP32));
  }

  /** The cost of something in each state that its own and its neighbours' precisions make. */
  private void addStates(
      String own, List<String> neighbours, boolean leaves, Function<State, Cost> cost) {
    List<String> known = neighbours.stream().filter(variables::containsKey).toList();
    // What is not a part, such as an input of the model, is in float.
    boolean alwaysFloat = leaves || known.size() < neighbours.size();
    if (known.size() > MOST_NEIGHBOURS) {
      addManyStates(own, known, alwaysFloat, cost);
      return;
    }
    List<String> joined =
        Stream.concat(Stream.of(own), known.stream())
            .filter(variables::containsKey)
            .distinct()
            .toList();
    addTable(
        joined,
        precisions -> {
          State state =
              State.of(precisions.get(own) == Precision.INT8, known, alwaysFloat, precisions);
          return cost.apply(state).micros() / 1000;
        });
  }

  /** By auxiliary variables that pass on which kinds of neighbours there have been so far. */
  private void addManyStates(
      String own, List<String> neighbours, boolean alwaysFloat, Function<State, Cost> cost) {
    List<Option> kinds = new ArrayList<>();
    for (String kind : List.of("none", "float", "int8", "both")) {
      kinds.add(new Option(kind, List.of(0.0, 0.0, 0.0)));
    }
    int before = -1;
    for (String neighbour : neighbours) {
      int after = builder.variable("neighbours of " + own + " up to " + neighbour, kinds);
      List<Integer> joined = new ArrayList<>();
      if (before >= 0) {
        joined.add(before);
      }
      joined.addAll(List.of(variable(neighbour), after));
      builder.factor(LATENCY_INDEX, joined, passedOn(options(neighbour), before >= 0, alwaysFloat));
      before = after;
    }
    List<Integer> joined = new ArrayList<>(List.of(before));
    if (variables.containsKey(own)) {
      joined.add(variable(own));
    }
    List<Double> table = new ArrayList<>();
    for (int kind = 0; kind < kinds.size(); kind++) {
      for (Precision precision : options(own)) {
        State state = State.of(precision == Precision.INT8, (kind & 1) != 0, (kind & 2) != 0);
        table.add(cost.apply(state).micros() / 1000);
      }
    }
    builder.factor(LATENCY_INDEX, joined, table);
  }

  /** Forbids all but the kind that the kind before and the neighbour make. */
  private static List<Double> passedOn(
      List<Precision> neighbour, boolean chained, boolean alwaysFloat) {
    List<Double> table = new ArrayList<>();
    for (int kindBefore = 0; kindBefore < (chained ? 4 : 1); kindBefore++) {
      for (Precision precision : neighbour) {
        int now =
            kindBefore | (precision == Precision.INT8 ? 2 : 1) | (!chained && alwaysFloat ? 1 : 0);
        for (int kind = 0; kind < 4; kind++) {
          table.add(kind == now ? 0.0 : Double.POSITIVE_INFINITY);
        }
      }
    }
    return table;
  }

  /** Glue among INT8 on all sides runs on integers, whatever is asked for. */
  private void keepFollowing(Part part) {
    Topology topology = costs.topology();
    if (part.ranked() || !part.int8() || topology.leaves(part)) {
      return;
    }
    List<String> around =
        Stream.concat(topology.makers(part).stream(), topology.readers(part).stream())
            .distinct()
            .toList();
    boolean canBe =
        !topology.readers(part).isEmpty()
            && around.size() <= MOST_NEIGHBOURS
            && around.stream().allMatch(name -> options(name).contains(Precision.INT8));
    if (canBe) {
      addTable(
          Stream.concat(Stream.of(part.name()), around.stream()).toList(),
          precisions ->
              precisions.get(part.name()) != Precision.INT8
                      && around.stream().allMatch(name -> precisions.get(name) == Precision.INT8)
                  ? Double.POSITIVE_INFINITY
                  : 0.0);
    }
  }

  private void addTable(List<String> joined, Function<Map<String, Precision>, Double> costOf) {
    if (joined.isEmpty()) {
      return;
    }
    List<Double> table = new ArrayList<>();
    combine(joined, 0, new HashMap<>(), precisions -> table.add(costOf.apply(precisions)));
    builder.factor(LATENCY_INDEX, joined.stream().map(this::variable).toList(), table);
  }

  private void combine(
      List<String> joined,
      int from,
      Map<String, Precision> chosen,
      Consumer<Map<String, Precision>> each) {
    if (from == joined.size()) {
      each.accept(chosen);
      return;
    }
    for (Precision precision : options(joined.get(from))) {
      chosen.put(joined.get(from), precision);
      combine(joined, from + 1, chosen, each);
    }
  }

  private int variable(String part) {
    Integer index = variables.get(part);
    if (index == null) {
      throw new IllegalArgumentException("no part (" + part + ")");
    }
    return index;
  }
}
