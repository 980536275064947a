package io.layerbench.quantize;

import io.layerbench.backend.ActivationType;
import io.layerbench.base.Digests;
import io.layerbench.base.Json;
import io.layerbench.base.Precision;
import io.layerbench.base.UsageException;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How quantization is done. Sensitivities are only comparable within one scheme.
 *
 * <p>Every combination runs on integers in ONNX Runtime's CPU kernels, with zero points of weights
 * that differ from channel to channel, too, but for what {@link DynamicQuantizer} says of
 * convolutions. INT8 activations do so on x86 inside whole models only, where the runtime itself
 * turns them to UINT8; a layer alone that takes INT8 runs in float there.
 *
 * @param activationType the integers that activations become
 * @param activationSymmetry where their zero point lies
 * @param weightSymmetry where the weights' zero point lies; they are always INT8
 * @param perChannelWeights one scale per output channel instead of one per tensor
 * @param reducedRange whether weights take 7 bits (−63 to 63, asymmetric −64 to 63) instead of 8:
 *     so that integer kernels that add pairs of products in 16 bits cannot saturate, see {@link
 *     ReducedRange}
 * @param calibration how ranges come from samples
 * @param foldBatchNorm whether batch normalization was folded into the weights first
 * @param attention whether MatMuls of two activations run on integers, see {@link Assignment}
 * @param tensorRt whether models keep to the form that TensorRT takes: signed, zero point 0, biases
 *     in float, which ONNX Runtime quantizes by itself where it can
 * @param layers what differs for single layers; of rules that say different things for one layer,
 *     the last counts
 */
public record Scheme(
    ActivationType activationType,
    Symmetry activationSymmetry,
    Symmetry weightSymmetry,
    boolean perChannelWeights,
    boolean reducedRange,
    CalibrationMethod calibration,
    boolean foldBatchNorm,
    boolean attention,
    boolean tensorRt,
    List<LayerRule> layers) {

  /**
   * @throws UsageException for zero points where TensorRT's form is asked for
   */
  public Scheme {
    layers = List.copyOf(layers);
    if (tensorRt) {
      refuseZeroPoint("UINT8 activations", activationType != ActivationType.INT8);
      refuseZeroPoint("asymmetric activations", activationSymmetry == Symmetry.ASYMMETRIC);
      refuseZeroPoint(
          "asymmetric weights",
          weightSymmetry == Symmetry.ASYMMETRIC
              || layers.stream().anyMatch(rule -> rule.weights() == Symmetry.ASYMMETRIC));
    }
  }

  private static void refuseZeroPoint(String what, boolean asked) {
    if (asked) {
      throw new UsageException(
          "The backend takes INT8 with the zero point 0 alone, and " + what + " need another.",
          "leave them to the backend (auto, symmetric), or choose the backend cpu.");
    }
  }

  /** What the digest is of; the first five properties were there before the others. */
  private record First(
      ActivationType activationType,
      boolean perChannelWeights,
      boolean reducedRange,
      CalibrationMethod calibration,
      boolean foldBatchNorm) {}

  private record Later(
      Symmetry activationSymmetry,
      Symmetry weightSymmetry,
      boolean attention,
      boolean tensorRt,
      List<LayerRule> layers) {}

  /**
   * The papers' baseline: symmetric per-tensor weights, min-max calibration; UINT8 with a zero
   * point or, in TensorRT's form, INT8 without.
   */
  public static Scheme baseline(ActivationType activationType) {
    return new Scheme(
        activationType,
        usual(activationType),
        Symmetry.SYMMETRIC,
        false,
        false,
        CalibrationMethod.MINMAX,
        true,
        false,
        activationType == ActivationType.INT8,
        List.of());
  }

  /** The symmetry that activations of that type have unless another is asked for. */
  public static Symmetry usual(ActivationType type) {
    return type == ActivationType.UINT8 ? Symmetry.ASYMMETRIC : Symmetry.SYMMETRIC;
  }

  /** The same with activations of that type and symmetry. */
  public Scheme withActivations(ActivationType type, Symmetry symmetry) {
    return with(
        draft -> {
          draft.activationType = type;
          draft.activationSymmetry = symmetry;
        });
  }

  /** The same with weights of that symmetry. */
  public Scheme withWeightSymmetry(Symmetry symmetry) {
    return with(draft -> draft.weightSymmetry = symmetry);
  }

  /** The same with weights per channel, or per tensor. */
  public Scheme withPerChannelWeights(boolean perChannel) {
    return with(draft -> draft.perChannelWeights = perChannel);
  }

  /** The same with weights of 7 bits, or of 8. */
  public Scheme withReducedRange(boolean reduced) {
    return with(draft -> draft.reducedRange = reduced);
  }

  /** The same with another calibration. */
  public Scheme withCalibration(CalibrationMethod method) {
    return with(draft -> draft.calibration = method);
  }

  /** The same with MatMuls of two activations on integers, or in float. */
  public Scheme withAttention(boolean integers) {
    return with(draft -> draft.attention = integers);
  }

  /** The same with those rules for single layers. */
  public Scheme withLayers(List<LayerRule> rules) {
    return with(draft -> draft.layers = rules);
  }

  private Scheme with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return new Scheme(
        draft.activationType,
        draft.activationSymmetry,
        draft.weightSymmetry,
        draft.perChannelWeights,
        draft.reducedRange,
        draft.calibration,
        foldBatchNorm,
        draft.attention,
        tensorRt,
        draft.layers);
  }

  /** What may change from one scheme to the next. */
  private static final class Draft {
    private ActivationType activationType;
    private Symmetry activationSymmetry;
    private Symmetry weightSymmetry;
    private boolean perChannelWeights;
    private boolean reducedRange;
    private CalibrationMethod calibration;
    private boolean attention;
    private List<LayerRule> layers;

    private Draft(Scheme from) {
      activationType = from.activationType;
      activationSymmetry = from.activationSymmetry;
      weightSymmetry = from.weightSymmetry;
      perChannelWeights = from.perChannelWeights;
      reducedRange = from.reducedRange;
      calibration = from.calibration;
      attention = from.attention;
      layers = from.layers;
    }
  }

  /** How that layer's weights become INT8. */
  WeightScheme weights(String layer) {
    LayerRule rule = LayerRule.of(layers, layer);
    Boolean reduced = rule.reducedRange();
    Symmetry symmetry = rule.weights();
    Boolean perChannel = rule.perChannel();
    return new WeightScheme(
        (reduced == null ? reducedRange : reduced) ? 7 : 8,
        symmetry == null ? weightSymmetry : symmetry,
        perChannel == null ? perChannelWeights : perChannel);
  }

  /** The precision that a rule gives that layer; null where none does. */
  @Nullable Precision precision(String layer) {
    return LayerRule.of(layers, layer).precision();
  }

  /** In words, for people. */
  public String text() {
    return "weights %s%s%s, activations %s %s, calibration %s%s%s"
        .formatted(
            weightSymmetry == Symmetry.ASYMMETRIC ? "asymmetric " : "",
            perChannelWeights ? "per channel" : "per tensor",
            reducedRange ? " in 7 bits" : "",
            activationType,
            activationSymmetry == Symmetry.ASYMMETRIC ? "with a zero point" : "symmetric",
            calibration.id(),
            attention ? ", attention in INT8" : "",
            layers.isEmpty() ? "" : ", single layers otherwise");
  }

  /**
   * The first 12 hexadecimal digits of a SHA-256 of all properties. Those that are as in {@link
   * #baseline} and came later than the first five are left out, so that what was computed before is
   * still known to belong to the scheme.
   */
  public String digest() {
    boolean asBefore = later().equals(baseline(activationType).later());
    String text = Json.line(first()) + (asBefore ? "" : Json.line(later()));
    return Digests.sha256(text).substring(0, 12);
  }

  private First first() {
    return new First(activationType, perChannelWeights, reducedRange, calibration, foldBatchNorm);
  }

  private Later later() {
    return new Later(activationSymmetry, weightSymmetry, attention, tensorRt, layers);
  }
}
