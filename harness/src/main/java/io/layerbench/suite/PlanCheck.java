package io.layerbench.suite;

import io.layerbench.base.InvalidInputException;
import io.layerbench.ranking.Plan;
import java.util.Set;
import java.util.stream.Collectors;

/** Whether a plan from elsewhere fits a prepared model. */
final class PlanCheck {

  private PlanCheck() {}

  /**
   * Refuses a plan of another model, or one that names a layer that this model does not have.
   *
   * @throws InvalidInputException naming what does not fit
   */
  static void check(Plan plan, RunStart start) {
    String model = start.record().modelSha256();
    if (!plan.modelSha256().equals(model)) {
      throw new InvalidInputException(
          "The plan is for another model (SHA-256 %s) than this one (%s)."
              .formatted(plan.modelSha256(), model),
          "make a plan for this model with run, or correct model_sha256 if the plan is meant for it.");
    }
    Set<String> known =
        start.workspace().layers().stream()
            .filter(layer -> layer.isRanked())
            .map(layer -> layer.name())
            .collect(Collectors.toSet());
    for (String layer : plan.layers().keySet()) {
      if (!known.contains(layer)) {
        throw new InvalidInputException(
            "The plan names a layer that the model does not have (" + layer + ").",
            "`layers --model` lists the layers.");
      }
    }
  }
}
