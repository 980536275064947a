package io.layerbench.quantize;

import io.layerbench.backend.ActivationType;
import io.layerbench.base.Digests;
import io.layerbench.base.Json;

/**
 * How quantization is done. Sensitivities are only comparable within one scheme.
 *
 * @param activationType UINT8 with a zero point, or signed symmetric INT8
 * @param perChannelWeights one scale per output channel instead of one per tensor; weights are
 *     always symmetric INT8
 * @param calibration how ranges come from samples, for example "minmax"
 * @param foldBatchNorm whether batch normalization was folded into the weights first
 */
public record Scheme(
    ActivationType activationType,
    boolean perChannelWeights,
    String calibration,
    boolean foldBatchNorm) {

  /** The papers' baseline: symmetric per-tensor weights, min-max calibration. */
  public static Scheme baseline(ActivationType activationType) {
    return new Scheme(activationType, false, "minmax", true);
  }

  /** The first 12 hexadecimal digits of the SHA-256 of its JSON. */
  public String digest() {
    return Digests.sha256(Json.line(this)).substring(0, 12);
  }
}
