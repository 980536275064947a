package io.layerbench.suite;

import io.layerbench.base.Precision;
import io.layerbench.ranking.Plan;
import io.layerbench.run.EvaluationCsv;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A way to give a model's layers precisions, which is built and measured as a whole model.
 *
 * @param variant names its case and its model file; unique within a backend
 * @param title its name in evaluation.csv
 * @param plan what it gives each layer
 * @param predictedLatencyMs what its maker expects of it; null where nothing predicts
 */
record Method(String variant, String title, Plan plan, @Nullable Double predictedLatencyMs) {

  /**
   * The run's own plan.
   *
   * @param predictedLatencyMs as above
   */
  static Method own(Plan plan, @Nullable Double predictedLatencyMs) {
    return new Method(CasePlan.MIXED, EvaluationCsv.MIXED, plan, predictedLatencyMs);
  }

  /** True for the run's own plan. */
  boolean isOwnPlan() {
    return variant.equals(CasePlan.MIXED);
  }

  /** What is not left in FP32: equal in plans that build the same model. */
  static Map<String, Precision> lowered(Map<String, Precision> layers) {
    Map<String, Precision> lowered = new HashMap<>(layers);
    lowered.values().removeIf(precision -> precision == Precision.FP32);
    return lowered;
  }
}
