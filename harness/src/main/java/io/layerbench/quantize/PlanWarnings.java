package io.layerbench.quantize;

import io.layerbench.backend.Fp16;
import io.layerbench.base.Precision;
import io.layerbench.onnx.Layer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Says where a plan's model is less than was asked for. */
record PlanWarnings(Parts parts, Scheme scheme, PrecisionSupport support, Fp16 fp16) {

  /** In words, for people. */
  List<String> of(Map<String, Precision> plan) {
    List<String> warnings = new ArrayList<>();
    if (parts.ranked().values().stream()
        .anyMatch(layer -> plan.get(layer.name()) == Precision.INT8 && losesChannels(layer))) {
      warnings.add(
          "Weights are quantized per tensor: per channel needs opset "
              + ModelQuantizer.PER_CHANNEL_OPSET
              + " and the model has "
              + parts.model().opset()
              + ".");
    }
    for (Layer layer : parts.ranked().values()) {
      if (plan.get(layer.name()) == Precision.FP16) {
        stayingSingle(layer)
            .forEach(
                reason ->
                    warnings.add(
                        "In the layer (" + layer.name() + "), " + reason + "; it stays FP32."));
      }
    }
    return warnings;
  }

  private boolean losesChannels(Layer layer) {
    return parts.model().opset() < ModelQuantizer.PER_CHANNEL_OPSET
        && scheme.weights(layer.name()).perChannel();
  }

  /** The whole layer where half precision is computed with, single constants where it is stored. */
  private List<String> stayingSingle(Layer layer) {
    return fp16 == Fp16.NATIVE
        ? support.staysSingle(layer).stream().toList()
        : parts.floatConstants(layer.constants()).stream()
            .map(HalfPrecision::obstacle)
            .flatMap(Optional::stream)
            .toList();
  }
}
