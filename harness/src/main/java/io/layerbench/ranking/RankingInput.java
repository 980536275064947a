package io.layerbench.ranking;

import org.jspecify.annotations.Nullable;

/**
 * What the ranking must know of a layer.
 *
 * @param layer the layer's name
 * @param op its anchor's operator
 * @param parameters how many, not negative
 * @param latencyMs its FP32 median in ms; null when it has none
 * @param latencyReason why it has none; null when it has one
 * @param sensitivity S_i at INT8; null when unknown
 * @param sensitivityReason why it is unknown; null when it is known
 * @param floatReason why it has no INT8 form, so that no policy may give it one; null when it has
 * @param energyMj its energy in FP32, millijoules per call; null when unknown
 * @param outputNoise the power of its error at the model's output in INT8, relative to the output's
 *     own; null when unknown
 */
public record RankingInput(
    String layer,
    String op,
    long parameters,
    @Nullable Double latencyMs,
    @Nullable String latencyReason,
    @Nullable Double sensitivity,
    @Nullable String sensitivityReason,
    @Nullable String floatReason,
    @Nullable Double energyMj,
    @Nullable Double outputNoise) {

  /** A layer whose energy and output noise are unknown. */
  public RankingInput(
      String layer,
      String op,
      long parameters,
      @Nullable Double latencyMs,
      @Nullable String latencyReason,
      @Nullable Double sensitivity,
      @Nullable String sensitivityReason,
      @Nullable String floatReason) {
    this(
        layer,
        op,
        parameters,
        latencyMs,
        latencyReason,
        sensitivity,
        sensitivityReason,
        floatReason,
        null,
        null);
  }

  public RankingInput {
    if (energyMj != null && !(Double.isFinite(energyMj) && energyMj > 0)) {
      throw new IllegalArgumentException(
          "Layer (%s) has an energy of (%s) mJ.".formatted(layer, energyMj));
    }
    if (outputNoise != null && !(Double.isFinite(outputNoise) && outputNoise >= 0)) {
      throw new IllegalArgumentException(
          "Layer (%s) has an output noise of (%s).".formatted(layer, outputNoise));
    }
    if (parameters < 0) {
      throw new IllegalArgumentException(
          "Layer (%s) has (%d) parameters.".formatted(layer, parameters));
    }
  }

  /** M_i = parameters · 32 / 8 bytes, in MB of 10⁶ bytes. */
  public double memoryMb() {
    return parameters * 4 / 1e6;
  }

  /** True when it has a time that can be ranked: finite and above 0. */
  boolean hasLatency() {
    return latencyMs != null && Double.isFinite(latencyMs) && latencyMs > 0;
  }

  /** Why it cannot be ranked; null when it can. */
  @Nullable String unrankedReason() {
    if (latencyMs == null) {
      return latencyReason == null ? "it was not timed" : latencyReason;
    }
    if (!hasLatency()) {
      return "its latency (" + latencyMs + " ms) is not valid";
    }
    if (floatReason != null) {
      return floatReason;
    }
    if (sensitivity == null) {
      return sensitivityReason == null ? "its sensitivity is unknown" : sensitivityReason;
    }
    if (!Double.isFinite(sensitivity) || sensitivity < 0) {
      return "its sensitivity (" + sensitivity + ") is not valid";
    }
    return null;
  }
}
