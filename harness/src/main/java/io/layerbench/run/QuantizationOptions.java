package io.layerbench.run;

import io.layerbench.backend.ActivationType;
import io.layerbench.quantize.CalibrationMethod;
import io.layerbench.quantize.LayerRule;
import io.layerbench.quantize.ReducedRange;
import io.layerbench.quantize.Scheme;
import io.layerbench.quantize.Symmetry;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the user wants models quantized.
 *
 * @param calibration how ranges come from samples
 * @param perChannel whether weights have a scale per output channel
 * @param reducedRange whether weights take 7 bits
 * @param weights the weights' symmetry
 * @param activations the integers that activations become; null for what the backend wants
 * @param activationSymmetry the activations' symmetry; null for what is usual for their type
 * @param attention whether MatMuls of two activations run on integers
 * @param layerOptions what differs for single layers; null where nothing does
 */
public record QuantizationOptions(
    CalibrationMethod calibration,
    boolean perChannel,
    Choice reducedRange,
    Symmetry weights,
    @Nullable ActivationType activations,
    @Nullable Symmetry activationSymmetry,
    boolean attention,
    @Nullable LayerOptions layerOptions) {

  /** What is decided by the user or by the processor. */
  public enum Choice {
    AUTO,
    ON,
    OFF
  }

  /**
   * Rules for single layers.
   *
   * @param file the name of the file that they come from
   * @param rules in its order
   */
  public record LayerOptions(String file, List<LayerRule> rules) {
    public LayerOptions {
      rules = List.copyOf(rules);
    }
  }

  /** The papers' baseline. */
  public static QuantizationOptions defaults() {
    return new QuantizationOptions(
        CalibrationMethod.MINMAX, false, Choice.AUTO, Symmetry.SYMMETRIC, null, null, false, null);
  }

  /**
   * The scheme for a backend on a processor.
   *
   * @param backend how the backend wants activations
   * @param instructions the processor's vector instructions
   * @throws io.layerbench.base.UsageException where the backend cannot take what is asked for
   */
  public Scheme scheme(ActivationType backend, Collection<String> instructions) {
    ActivationType type = activations == null ? backend : activations;
    return Scheme.baseline(backend)
        .withActivations(type, activationSymmetry == null ? Scheme.usual(type) : activationSymmetry)
        .withWeightSymmetry(weights)
        .withCalibration(calibration)
        .withPerChannelWeights(perChannel)
        .withReducedRange(
            switch (reducedRange) {
              case ON -> true;
              case OFF -> false;
              case AUTO -> ReducedRange.decide(instructions, backend).reduced();
            })
        .withAttention(attention)
        .withLayers(layerOptions == null ? List.of() : layerOptions.rules());
  }
}
