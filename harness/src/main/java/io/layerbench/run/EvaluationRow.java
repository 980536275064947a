package io.layerbench.run;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A method's measured results: a row of evaluation.csv, with what the report adds.
 *
 * @param method such as "FP32 Baseline", "INT8 Full PTQ", "Mixed-Precision"
 * @param backend the backend it ran on
 * @param accuracyPercent top-1 on the labelled items; null without labels
 * @param correct how many items were right; null without labels
 * @param items how many items were evaluated; 0 when there was no data
 * @param agreementPercent how often its top-1 equals FP32's; null where there is no class axis
 * @param psnrDb PSNR of its output against FP32's, in dB, peak = largest |FP32 output|; null for
 *     FP32 itself
 * @param latencyMs median of the fork medians, in ms; null when it could not be timed
 * @param latencyLowMs lower end of the 95% interval of the median; null likewise
 * @param latencyHighMs upper end; null likewise
 * @param sizeMb the model file, in MB of 10⁶ bytes
 * @param failure why accuracy or latency is missing though it should be there; null otherwise
 * @param details what is known beside
 */
public record EvaluationRow(
    String method,
    String backend,
    @Nullable Double accuracyPercent,
    @Nullable Integer correct,
    int items,
    @Nullable Double agreementPercent,
    @Nullable Double psnrDb,
    @Nullable Double latencyMs,
    @Nullable Double latencyLowMs,
    @Nullable Double latencyHighMs,
    double sizeMb,
    @Nullable String failure,
    MethodDetails details) {

  public EvaluationRow {
    if (latencyLowMs != null && latencyHighMs != null && latencyLowMs > latencyHighMs) {
      throw new IllegalArgumentException(
          "method (%s): an interval from (%s) to (%s) ms"
              .formatted(method, latencyLowMs, latencyHighMs));
    }
  }

  /**
   * The same numbers for a method whose plan is the same.
   *
   * @param title that method
   * @param layers its layers by precision
   * @param predictedLatencyMs its own prediction; null for none
   */
  public EvaluationRow sharedWith(
      String title, Map<String, Integer> layers, @Nullable Double predictedLatencyMs) {
    return new EvaluationRow(
        title,
        backend,
        accuracyPercent,
        correct,
        items,
        agreementPercent,
        psnrDb,
        latencyMs,
        latencyLowMs,
        latencyHighMs,
        sizeMb,
        failure,
        details.sharedFrom(method, layers, predictedLatencyMs));
  }

  /** By how many percent the prediction is above what was measured; null without one of them. */
  public @Nullable Double predictedErrorPercent() {
    Double predicted = details.predictedLatencyMs();
    return predicted == null || latencyMs == null
        ? null
        : (Double) (100 * (predicted - latencyMs) / latencyMs);
  }
}
