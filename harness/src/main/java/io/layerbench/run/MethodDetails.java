package io.layerbench.run;

import io.layerbench.onnx.ParameterUse;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a method beside the paper's columns. All of it is missing in runs of programs
 * that did not measure it yet.
 *
 * @param sameAs the method that has the same plan: it was measured once, and the rows share the
 *     numbers; null where it was measured itself
 * @param accuracyLowPercent lower end of the accuracy's 95% interval, after Wilson; null without
 *     labels
 * @param accuracyHighPercent upper end; null likewise
 * @param loss mean cross-entropy over the labelled items, in nats; null without labels
 * @param lossOf what the outputs were taken for, "logits" or "probabilities"; null without a loss
 * @param predictedLatencyMs what the plan's maker expected; null where nothing predicts
 * @param layers how many layers each precision has, by its id; empty where no plan is known
 * @param itemsPerSecond batch / latency; null without a latency
 * @param cpuPercent process CPU time over wall time while the model ran back to back, mean of the
 *     forks: 100 is one core; null if unknown
 * @param peakMemoryMb the most resident memory of a fork, the Java process included, in MB of 10⁶
 *     bytes; null if unknown
 * @param parameters the model file's initializers, by element type
 * @param energyMj millijoules of one call; null if unknown
 */
public record MethodDetails(
    @Nullable String sameAs,
    @Nullable Double accuracyLowPercent,
    @Nullable Double accuracyHighPercent,
    @Nullable Double loss,
    @Nullable String lossOf,
    @Nullable Double predictedLatencyMs,
    Map<String, Integer> layers,
    @Nullable Double itemsPerSecond,
    @Nullable Double cpuPercent,
    @Nullable Double peakMemoryMb,
    Map<String, ParameterUse> parameters,
    @Nullable Double energyMj) {

  /** Nothing is known. */
  public static final MethodDetails NONE =
      new MethodDetails(
          null, null, null, null, null, null, Map.of(), null, null, null, Map.of(), null);

  public MethodDetails {
    layers = Collections.unmodifiableMap(new TreeMap<>(layers));
    parameters = Collections.unmodifiableMap(new TreeMap<>(parameters));
    if (accuracyLowPercent != null
        && accuracyHighPercent != null
        && accuracyLowPercent > accuracyHighPercent) {
      throw new IllegalArgumentException(
          "an interval from (%s) to (%s) percent"
              .formatted(accuracyLowPercent, accuracyHighPercent));
    }
  }

  /** The same numbers, for a method that shares them. */
  MethodDetails sharedFrom(
      String method, Map<String, Integer> ownLayers, @Nullable Double ownPrediction) {
    return new MethodDetails(
        method,
        accuracyLowPercent,
        accuracyHighPercent,
        loss,
        lossOf,
        ownPrediction,
        ownLayers,
        itemsPerSecond,
        cpuPercent,
        peakMemoryMb,
        parameters,
        energyMj);
  }
}
