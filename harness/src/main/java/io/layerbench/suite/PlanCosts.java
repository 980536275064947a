package io.layerbench.suite;

import io.layerbench.base.Precision;
import io.layerbench.costs.CostModel;
import io.layerbench.onnx.Layer;
import io.layerbench.quantize.ModelQuantizer;
import io.layerbench.ranking.Plan;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a backend's costs say of plans.
 *
 * @param quantizer which builds plans, and so knows what glue does in them
 * @param parts the model's layers and glue
 * @param costs null where they are unknown
 */
record PlanCosts(ModelQuantizer quantizer, List<Layer> parts, @Nullable CostModel costs) {

  boolean known() {
    return costs != null;
  }

  /**
   * The predicted latency of a plan in ms; null where costs are unknown.
   *
   * @param plan by the names of layers and glue
   */
  @Nullable Double predictMs(Map<String, Precision> plan) {
    return costs == null ? null : (Double) costs.predictMs(quantizer.precisions(plan));
  }

  /** The same plan without glue where glue does by itself what the plan says. */
  Plan tidy(Plan plan) {
    Map<String, Precision> layers = new LinkedHashMap<>(plan.layers());
    parts.stream().filter(part -> !part.isRanked()).forEach(part -> layers.remove(part.name()));
    boolean same = quantizer.precisions(layers).equals(quantizer.precisions(plan.layers()));
    return same ? plan.withLayers(layers) : plan;
  }
}
