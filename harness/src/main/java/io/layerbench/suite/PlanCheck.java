package io.layerbench.suite;

import io.layerbench.base.InvalidInputException;
import io.layerbench.onnx.Layer;
import io.layerbench.ranking.Plan;
import java.util.Collection;
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
    check(
        "plan",
        plan,
        start.record().modelSha256(),
        start.workspace().layers().stream().map(Layer::name).collect(Collectors.toSet()));
  }

  /**
   * The same outside of a run.
   *
   * @param what to call the plan
   * @param model the model's digest
   * @param layers the names of its layers
   */
  static void check(String what, Plan plan, String model, Collection<String> layers) {
    if (!plan.modelSha256().equals(model)) {
      throw new InvalidInputException(
          "The %s is for another model (SHA-256 %s) than this one (%s)."
              .formatted(what, plan.modelSha256(), model),
          "make a plan for this model with run, or correct model_sha256 if the plan is meant for it.");
    }
    for (String layer : plan.layers().keySet()) {
      if (!layers.contains(layer)) {
        throw new InvalidInputException(
            "The %s names a layer that the model does not have (%s).".formatted(what, layer),
            "`layers --model` lists the layers.");
      }
    }
  }
}
