package io.layerbench.ranking;

import io.layerbench.base.NoPlanException;
import io.layerbench.base.Precision;
import io.layerbench.costs.CostModel;
import io.layerbench.costs.PlanProblem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Plans made of a choice of layers: where costs are known, what lies between the layers follows
 * them into INT8 where that is predicted to be faster, as in the optimal plan.
 *
 * @param input what is to be decided
 */
public record LayerChoice(PolicyInput input) {

  /** The layers to decide, best rank first. */
  public List<String> layers() {
    return input.ranked().stream().map(Candidate::layer).toList();
  }

  /** The layers that the user has in INT8. */
  public Set<String> forced() {
    return int8(input.pinned());
  }

  /**
   * The plan with these layers in INT8 and the others in FP32.
   *
   * @param int8 pinned ones included
   */
  public Map<String, Precision> plan(Set<String> int8) {
    Map<String, Precision> layers = new LinkedHashMap<>();
    for (RankingInput layer : input.layers()) {
      layers.put(layer.layer(), int8.contains(layer.layer()) ? Precision.INT8 : Precision.FP32);
    }
    CostModel costs = input.evidence().costs();
    if (costs == null) {
      return layers;
    }
    try {
      return InputProblem.of(input, costs, layers).minimize(PlanProblem.LATENCY, Map.of());
    } catch (NoPlanException e) {
      // Where the layers leave no measured choice, the rest follows its neighbours by itself.
      return layers;
    }
  }

  /** The predicted latency of {@link #plan}, ms. */
  public double predictMs(Set<String> int8) {
    return input.costs(Policies.EVOLVE).predictMs(plan(int8));
  }

  /** What a search by measured accuracy starts from: the uniform plans, and those of policies. */
  public Evolution.Space space() {
    Map<String, Double> summed = SummedSensitivity.ofInputs(input.layers()).values();
    Map<String, Double> sensitivities = new LinkedHashMap<>();
    layers().forEach(layer -> sensitivities.put(layer, summed.getOrDefault(layer, 0.0)));
    List<Set<String>> starts = new ArrayList<>();
    starts.add(sensitivities.keySet());
    for (String policy : List.of(Policies.DEFAULT, Policies.OPTIMAL, Pareto.NAME)) {
      starts.add(int8(Policies.find(policy).assign(input)));
    }
    return new Evolution.Space(sensitivities, forced(), starts);
  }

  /** The names of what is in INT8. */
  static Set<String> int8(Map<String, Precision> plan) {
    Set<String> int8 = new LinkedHashSet<>();
    plan.forEach(
        (name, precision) -> {
          if (precision == Precision.INT8) {
            int8.add(name);
          }
        });
    return int8;
  }
}
