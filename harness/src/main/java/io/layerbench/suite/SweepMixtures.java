package io.layerbench.suite;

import io.layerbench.base.Precision;
import io.layerbench.quantize.Treatment;
import io.layerbench.sensitivity.SensitivityTable;
import io.layerbench.sensitivity.SweepCase;
import io.layerbench.sensitivity.SweepCases;
import io.layerbench.sensitivity.Unit;
import io.layerbench.sensitivity.UnitKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;

/**
 * What a sweep simulates last: plans with a precision for each layer, those that the user gave and
 * those that rules make of the sensitivities computed before.
 *
 * @param options which plans and rules
 * @param units of the sweep
 * @param layers all layers in the model's order
 * @param possible whether a layer can be treated so; another stays FP32
 */
record SweepMixtures(
    SweepOptions options,
    List<Unit> units,
    List<String> layers,
    BiPredicate<String, Treatment> possible) {

  /**
   * Refuses plans that are not for the model.
   *
   * @throws io.layerbench.base.InvalidInputException naming the plan and what does not fit
   */
  void check(String modelSha256) {
    options
        .plans()
        .forEach(
            (name, plan) -> PlanCheck.check("mixture (" + name + ")", plan, modelSha256, layers));
  }

  /** The precisions by mixture, those of rules first. */
  Map<String, Map<String, Precision>> plans(SensitivityTable table) {
    Map<String, Map<String, Precision>> plans = new LinkedHashMap<>();
    options.mixtures().forEach(rule -> plans.put(rule.name(), rule.assign(ranked(), table)));
    options.plans().forEach((name, plan) -> plans.put(name, plan.layers()));
    return plans;
  }

  /** Blocks where there are any, since they are what a user thinks in; else layers. */
  private List<Unit> ranked() {
    UnitKind kind = options.blocks() ? UnitKind.BLOCK : UnitKind.LAYER;
    return units.stream().filter(unit -> unit.kind() == kind).toList();
  }

  /** A case per mixture that quantizes anything. */
  List<SweepCase> cases(Map<String, Map<String, Precision>> plans) {
    SweepCases sweep = new SweepCases(layers, possible);
    List<SweepCase> cases = new ArrayList<>();
    plans.forEach(
        (name, precisions) -> {
          Map<String, Treatment> treatments = new LinkedHashMap<>();
          precisions.forEach((layer, precision) -> treat(layer, precision, treatments));
          if (!treatments.isEmpty()) {
            cases.add(sweep.mixture(name, treatments));
          }
        });
    return cases;
  }

  private void treat(String layer, Precision precision, Map<String, Treatment> treatments) {
    if (precision != Precision.FP32) {
      Treatment treatment = Treatment.of(precision);
      if (possible.test(layer, treatment)) {
        treatments.put(layer, treatment);
      }
    }
  }
}
