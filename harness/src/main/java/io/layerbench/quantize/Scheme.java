package io.layerbench.quantize;

import io.layerbench.backend.ActivationType;
import io.layerbench.base.Digests;
import io.layerbench.base.Json;

/**
 * How quantization is done. Sensitivities are only comparable within one scheme.
 *
 * @param activationType UINT8 with a zero point, or signed symmetric INT8
 * @param perChannelWeights one scale per output channel instead of one per tensor; weights are
 *     always symmetric
 * @param reducedRange whether weights take 7 bits (−63 to 63) instead of 8: so that integer kernels
 *     that add pairs of products in 16 bits cannot saturate, see {@link ReducedRange}
 * @param calibration how ranges come from samples
 * @param foldBatchNorm whether batch normalization was folded into the weights first
 */
public record Scheme(
    ActivationType activationType,
    boolean perChannelWeights,
    boolean reducedRange,
    CalibrationMethod calibration,
    boolean foldBatchNorm) {

  /** The papers' baseline: symmetric per-tensor weights, min-max calibration. */
  public static Scheme baseline(ActivationType activationType) {
    return new Scheme(activationType, false, false, CalibrationMethod.MINMAX, true);
  }

  /** The same with weights per channel, or per tensor. */
  public Scheme withPerChannelWeights(boolean perChannel) {
    return new Scheme(activationType, perChannel, reducedRange, calibration, foldBatchNorm);
  }

  /** The same with weights of 7 bits, or of 8. */
  public Scheme withReducedRange(boolean reduced) {
    return new Scheme(activationType, perChannelWeights, reduced, calibration, foldBatchNorm);
  }

  /** The same with another calibration. */
  public Scheme withCalibration(CalibrationMethod method) {
    return new Scheme(activationType, perChannelWeights, reducedRange, method, foldBatchNorm);
  }

  /** The bits that weights of INT8 take. */
  int weightBits() {
    return reducedRange ? 7 : 8;
  }

  /** In words, for people. */
  public String text() {
    return "weights %s%s, activations %s, calibration %s"
        .formatted(
            perChannelWeights ? "per channel" : "per tensor",
            reducedRange ? " in 7 bits" : "",
            activationType == ActivationType.UINT8 ? "UINT8 with a zero point" : "INT8 symmetric",
            calibration.id());
  }

  /** The first 12 hexadecimal digits of the SHA-256 of its JSON. */
  public String digest() {
    return Digests.sha256(Json.line(this)).substring(0, 12);
  }
}
