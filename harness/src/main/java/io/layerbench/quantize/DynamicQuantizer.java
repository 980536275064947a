package io.layerbench.quantize;

import io.layerbench.base.InvalidInputException;
import io.layerbench.base.Precision;
import io.layerbench.onnx.Graph;
import io.layerbench.onnx.Layer;
import io.layerbench.onnx.LayerCutter;
import io.layerbench.onnx.OnnxModel;
import io.layerbench.onnx.proto.NodeProto;
import io.layerbench.onnx.proto.TensorProto;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes models whose layers compute in INT8 with activations that are quantized at run time: the
 * range of every input is taken from the input itself, so that nothing is calibrated, at the price
 * of one more pass over it. Weights are stored as INT8 with the scheme's scales, biases and all
 * glue stay in float.
 *
 * <p>A layer is written as {@code DynamicQuantizeLinear → MatMulInteger or ConvInteger → Cast → Mul
 * by input scale × weight scale [→ Add of the bias]}, the form that ONNX Runtime fuses into
 * DynamicQuantizeMatMul or, where several layers read one tensor and share its quantization,
 * MatMulIntegerToFloat. It has no such fusion for ConvInteger: the three nodes behind it pass over
 * the output one by one. ConvInteger takes one zero point of weights, so that asymmetric weights
 * per channel have no such form for convolutions.
 */
public final class DynamicQuantizer {

  private final Parts parts;
  private final Scheme scheme;

  /**
   * @param prepared a model of opset 11 or later with the types of all edges stated
   * @param layers all its layers and glue
   * @param scheme says how weights are quantized; what it says of activations, of attention and of
   *     calibration does not matter here
   */
  public DynamicQuantizer(OnnxModel prepared, List<Layer> layers, Scheme scheme) {
    this.parts = new Parts(prepared, layers);
    this.scheme = scheme;
  }

  /**
   * The whole model with these layers in INT8 and all else in FP32.
   *
   * @throws InvalidInputException for a name that is no layer's, or a layer that has no such form
   */
  public OnnxModel build(Set<String> names) {
    Map<String, WeightScheme> chosen = new LinkedHashMap<>();
    for (String name : names) {
      Layer layer = parts.ranked().get(name);
      String reason = layer == null ? "the model has no such layer" : unsupported(layer).orElse("");
      if (layer == null || !reason.isEmpty()) {
        throw new InvalidInputException(
            "The layer (" + name + ") cannot be dynamic INT8: " + reason + ".",
            "the plan was made for another model.");
      }
      chosen.put(Parts.key(layer.anchor()), scheme.weights(name));
    }
    return new DynamicRewriter(parts, chosen).rewrite(parts.model().name());
  }

  /**
   * A model of that layer alone, with FLOAT inputs and outputs as inside the whole model.
   *
   * @throws IllegalArgumentException where {@link #unsupported} gives a reason
   */
  public OnnxModel layerCase(Layer layer) {
    unsupported(layer)
        .ifPresent(
            reason -> {
              throw new IllegalArgumentException(layer.name() + ": " + reason);
            });
    OnnxModel cut = LayerCutter.cut(parts.model(), layer);
    return new DynamicRewriter(
            new Parts(cut, List.of(layer)),
            Map.of(Parts.key(layer.anchor()), scheme.weights(layer.name())))
        .rewrite(cut.name());
  }

  /** Why that layer has no dynamic INT8 form; empty where it has one. */
  public Optional<String> unsupported(Layer layer) {
    NodeProto anchor = layer.anchor();
    if (!layer.isRanked()) {
      return Optional.of("glue stays in float in dynamic INT8");
    }
    Precision own = scheme.precision(layer.name());
    if (own != null && own != Precision.INT8) {
      return Optional.of("the layer options keep it in " + own.id());
    }
    if (anchor.getOpType().equals("ConvTranspose")) {
      return Optional.of("there is no integer kernel for ConvTranspose");
    }
    if (anchor.getOpType().equals("Conv")
        && scheme.weights(layer.name()).hasZeroPointPerChannel()) {
      return Optional.of(
          "ConvInteger takes one zero point, and its asymmetric weights per channel have several");
    }
    TensorProto weight = parts.floatConstant(WeightLayout.weight(anchor));
    if (weight == null || !parts.isActivation(anchor.getInput(0))) {
      return Optional.of("its input or weights are not FLOAT");
    }
    if (Graph.attribute(anchor, "transA", 0) != 0) {
      return Optional.of("its input is transposed (transA)");
    }
    if (WeightLayout.hasBias(anchor)
        && parts.floatConstant(anchor.getInput(WeightLayout.BIAS)) == null) {
      return Optional.of("its bias is not FLOAT");
    }
    return Optional.empty();
  }
}
