package io.layerbench.suite;

import io.layerbench.base.Precision;
import io.layerbench.run.EvaluationCsv;
import java.util.Map;

/** From a row of the evaluation to its case and its model's file. */
public final class MethodVariants {

  /** What a whole model is called as a subject. */
  public static final String SUBJECT = CasePlan.MODEL;

  private static final Map<String, String> UNIFORM =
      Map.of(
          EvaluationCsv.FP32,
          Precision.FP32.id(),
          EvaluationCsv.INT8,
          Precision.INT8.id(),
          EvaluationCsv.DYNAMIC,
          CasePlan.DYNAMIC,
          EvaluationCsv.MIXED,
          CasePlan.MIXED);

  private MethodVariants() {}

  /** The variant of a method's case by its name; a model from elsewhere has its name for one. */
  public static String of(String title) {
    String uniform = UNIFORM.get(title);
    return uniform == null ? MethodPlanner.variant(title) : uniform;
  }
}
