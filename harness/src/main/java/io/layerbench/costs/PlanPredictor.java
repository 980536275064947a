package io.layerbench.costs;

import io.layerbench.base.Precision;
import io.layerbench.costs.CostModel.Cost;
import io.layerbench.costs.Topology.Part;
import io.layerbench.costs.Topology.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Predicts plans that name layers only, quickly and without the model: glue follows its neighbours
 * by the rule by which models are built, as far as the topology tells.
 */
public final class PlanPredictor {

  private final CostModel costs;
  private final List<Place> places;
  private final Map<String, Part> parts = new HashMap<>();

  /** A part with its neighbours, looked up once. */
  private record Place(Part part, List<String> makers, List<String> readers, boolean leaves) {}

  /** A predictor of these costs. */
  public PlanPredictor(CostModel costs) {
    this.costs = costs;
    Topology topology = costs.topology();
    this.places =
        topology.parts().stream()
            .map(
                part ->
                    new Place(
                        part, topology.makers(part), topology.readers(part), topology.leaves(part)))
            .toList();
    topology.parts().forEach(part -> parts.put(part.name(), part));
  }

  /**
   * The predicted latency in ms.
   *
   * @param plan by layer; what is missing or not INT8 is in float, glue that is missing follows
   */
  public double predictMs(Map<String, Precision> plan) {
    Map<String, Precision> all = following(plan);
    double micros = 0;
    for (Place place : places) {
      micros += cost(place, all).micros();
    }
    for (Tensor tensor : costs.topology().tensors()) {
      micros += costs.tensor(tensor.name(), costs.state(tensor, all)).micros();
    }
    return micros / 1000;
  }

  private Cost cost(Place place, Map<String, Precision> precisions) {
    Part part = place.part();
    State state =
        new State(
            precisions.get(part.name()) == Precision.INT8,
            part.ranked() ? Side.NONE : Side.of(place.makers(), false, precisions),
            Side.of(place.readers(), place.leaves(), precisions));
    return costs.part(part.name(), state);
  }

  /**
   * The plan with its glue: the set of INT8 glue starts with all that can be and is not named, and
   * loses members until each fits.
   */
  Map<String, Precision> following(Map<String, Precision> plan) {
    Map<String, Precision> all = new HashMap<>(plan);
    List<Place> free =
        places.stream()
            .filter(place -> !place.part().ranked() && place.part().int8())
            .filter(place -> !plan.containsKey(place.part().name()))
            .toList();
    free.forEach(place -> all.put(place.part().name(), Precision.INT8));
    boolean changed = true;
    while (changed) {
      changed = false;
      for (Place place : free) {
        if (all.containsKey(place.part().name()) && !fits(place, all)) {
          all.remove(place.part().name());
          changed = true;
        }
      }
    }
    return all;
  }

  /** Made by INT8, read by no float layer, and by some INT8 if it is read at all. */
  private boolean fits(Place place, Map<String, Precision> all) {
    boolean made = place.makers().stream().allMatch(maker -> maker.isEmpty() || isInt8(maker, all));
    boolean floatLayer =
        place.readers().stream().anyMatch(reader -> isLayer(reader) && !isInt8(reader, all));
    boolean read =
        place.readers().isEmpty() || place.readers().stream().anyMatch(r -> isInt8(r, all));
    return made && read && !floatLayer;
  }

  private boolean isLayer(String name) {
    Part part = parts.get(name);
    return part != null && part.ranked();
  }

  private static boolean isInt8(String name, Map<String, Precision> all) {
    return all.get(name) == Precision.INT8;
  }
}
