package io.layerbench.suite;

import io.layerbench.base.Precision;
import io.layerbench.onnx.Layer;
import io.layerbench.onnx.OnnxModel;
import io.layerbench.quantize.DynamicQuantizer;
import io.layerbench.quantize.ModelQuantizer;
import io.layerbench.quantize.Scheme;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Builds the models that are compared. */
final class EvaluationStation {

  private EvaluationStation() {}

  /** The plan that quantizes every layer that can be. */
  static Map<String, Precision> everything(
      List<Layer> layers, ModelQuantizer quantizer, Precision precision) {
    Map<String, Precision> plan = new LinkedHashMap<>();
    for (Layer layer : layers) {
      if (layer.isRanked()) {
        Precision own = quantizer.precision(layer, precision);
        boolean possible = quantizer.unsupported(layer, own).isEmpty();
        plan.put(layer.name(), possible ? own : Precision.FP32);
      }
    }
    return plan;
  }

  /** The model of a variant: as a method's plan says, or uniform. */
  static OnnxModel build(
      String variant, List<Layer> layers, ModelQuantizer quantizer, Methods methods) {
    return quantizer.build(
        methods
            .find(variant)
            .map(method -> method.plan().layers())
            .orElseGet(() -> everything(layers, quantizer, Precision.parse(variant))));
  }

  /** The layers' precisions in the uniform models, by variant. */
  static Map<String, Map<String, Precision>> uniform(
      List<Layer> layers, ModelQuantizer quantizer, List<Precision> precisions) {
    Map<String, Map<String, Precision>> uniform = new LinkedHashMap<>();
    for (Precision precision : List.of(Precision.FP32, Precision.INT8)) {
      if (precisions.contains(precision)) {
        uniform.put(precision.id(), everything(layers, quantizer, precision));
      }
    }
    return uniform;
  }

  /** The model with every layer that can be in INT8, its activations quantized as they come. */
  static OnnxModel dynamic(OnnxModel model, List<Layer> layers, Scheme scheme) {
    DynamicQuantizer quantizer = new DynamicQuantizer(model, layers, scheme);
    return quantizer.build(
        layers.stream()
            .filter(layer -> layer.isRanked() && quantizer.unsupported(layer).isEmpty())
            .map(Layer::name)
            .collect(Collectors.toSet()));
  }
}
