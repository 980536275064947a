package io.layerbench.quantize;

import io.layerbench.base.Precision;
import io.layerbench.onnx.Layer;
import io.layerbench.onnx.OnnxModel;
import io.layerbench.onnx.Renaming;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Layers of a model that arrived quantized in the place of another model's: with the weights,
 * biases and scales of the file, never with calibrated ones.
 */
public final class SubstituteLayers {

  private final Map<String, Layer> substitutes = new LinkedHashMap<>();
  private final ModelQuantizer quantizer;

  /**
   * @param prepared the float form of the model that arrived quantized
   * @param layers all its layers and glue
   * @param given how its file quantizes it
   * @param pairs by the name of the other model's layer: the one that stands for it
   */
  public SubstituteLayers(
      OnnxModel prepared, List<Layer> layers, GivenParameters given, Map<String, String> pairs) {
    this.quantizer = ModelQuantizer.asGiven(prepared, layers, given);
    Map<String, Layer> byName =
        layers.stream().collect(Collectors.toMap(Layer::name, Function.identity()));
    pairs.forEach(
        (layer, other) -> substitutes.put(layer, Objects.requireNonNull(byName.get(other), other)));
  }

  /** Why that layer of the other model has no substitute in INT8; empty where it has one. */
  public Optional<String> obstacle(String layer) {
    Layer substitute = substitutes.get(layer);
    return substitute == null
        ? Optional.of("no layer has its place, shapes and activation")
        : quantizer.notSimulated(substitute, Precision.INT8);
  }

  /**
   * The simulation of the substitute, under the names of the layer's own inputs and outputs.
   *
   * @throws IllegalArgumentException where {@link #obstacle} gives a reason, or the treatment is
   *     none of INT8 with the file's weights
   */
  public OnnxModel simulate(Layer layer, Treatment treatment) {
    Layer substitute = substitutes.get(layer.name());
    if (substitute == null || !permits(treatment)) {
      throw new IllegalArgumentException("nothing stands for (" + layer.name() + ") so");
    }
    Map<String, String> names = new HashMap<>();
    for (int i = 0; i < layer.inputs().size(); i++) {
      names.put(substitute.inputs().get(i), layer.inputs().get(i));
    }
    for (int i = 0; i < layer.outputs().size(); i++) {
      names.put(substitute.outputs().get(i), layer.outputs().get(i));
    }
    return Renaming.of(quantizer.simulate(substitute, treatment), names);
  }

  /** True for INT8 with the file's weights: it has no others, and no other integers. */
  public static boolean permits(Treatment treatment) {
    return treatment.precision() == Precision.INT8 && treatment.operands() != Operands.ACTIVATIONS;
  }
}
