package io.layerbench.quantize;

import io.layerbench.base.ElementType;
import io.layerbench.base.Precision;
import io.layerbench.onnx.Layer;
import io.layerbench.onnx.OnnxModel;
import io.layerbench.onnx.Tensors;
import io.layerbench.onnx.proto.NodeProto;
import io.layerbench.onnx.proto.TensorProto;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One layer computed in float with the rounding of another precision: its weights are replaced by
 * the values that remain of them, its inputs pass through a rounding at run time. Bias and output
 * are not rounded.
 */
final class LayerSimulator {

  private final Parts parts;
  private final Layer layer;
  private final WeightScheme weightScheme;
  private final GraphBuilder builder;
  private final Map<String, String> rounded = new HashMap<>();

  /**
   * @param weightScheme how INT8 rounds the weights; fewer bits do the same with fewer bits
   */
  LayerSimulator(OnnxModel cut, Layer layer, WeightScheme weightScheme) {
    this.parts = new Parts(cut, List.of(layer));
    this.layer = layer;
    this.weightScheme = weightScheme;
    this.builder = new GraphBuilder(cut);
  }

  /**
   * @param scales those of the inputs, with the precision's number of bits where it has integers
   */
  OnnxModel simulate(Treatment treatment, ActivationScales scales) {
    Precision precision = treatment.precision();
    for (String input : layer.inputs()) {
      if (parts.isActivation(input) && treatment.operands() != Operands.WEIGHTS) {
        rounded.put(input, round(input, precision, scales));
      }
    }
    for (NodeProto node : layer.nodes()) {
      NodeProto.Builder copy = node.toBuilder();
      for (int i = 0; i < node.getInputCount(); i++) {
        copy.setInput(i, rounded.getOrDefault(node.getInput(i), node.getInput(i)));
      }
      builder.add(copy.build());
    }
    if (treatment.operands() != Operands.ACTIVATIONS) {
      builder.constant(weights(precision, scales));
    }
    return builder.build(parts.model().name());
  }

  private TensorProto weights(Precision precision, ActivationScales scales) {
    NodeProto anchor = layer.anchor();
    TensorProto weights = parts.graph().initializers().get(WeightLayout.weight(anchor));
    if (weights == null) {
      throw new IllegalArgumentException(layer.name() + " has no constant weights");
    }
    if (precision == Precision.FP16) {
      return HalfPrecision.roundTrip(weights);
    }
    if (precision == Precision.INT8 && scales.given().constant(weights) != null) {
      return weights;
    }
    int bits = precision == Precision.INT8 ? weightScheme.bits() : precision.bits();
    return new WeightQuantizer(weightScheme.withBits(bits)).roundTrip(anchor, weights);
  }

  private String round(String input, Precision precision, ActivationScales scales) {
    String output = builder.unique(input + "_rounded");
    if (precision == Precision.FP16) {
      String half = builder.unique(input + "_fp16");
      builder.cast(input, half, ElementType.FLOAT16);
      builder.cast(half, output, ElementType.FLOAT);
      return output;
    }
    if (!scales.known(input)) {
      throw new IllegalArgumentException(scales.unknown(input));
    }
    QuantizationParameters parameters = scales.of(input);
    if (precision == Precision.INT8) {
      String quantized = builder.unique(input + "_q");
      builder.quantize(input, quantized, parameters);
      builder.dequantize(quantized, output, parameters);
    } else {
      roundByFormula(input, output, parameters, scales.quantizer().integers());
    }
    return output;
  }

  /** s · clip(round(x / s), lowest − z, highest − z), for widths that ONNX has no type for. */
  private void roundByFormula(
      String input, String output, QuantizationParameters parameters, IntegerRange integers) {
    String scale = scalar(output + "_scale", parameters.scale(0));
    String lowest = scalar(output + "_lowest", integers.lowest() - parameters.zeroPoint(0));
    String highest = scalar(output + "_highest", integers.highest() - parameters.zeroPoint(0));
    String divided = builder.unique(output + "_steps");
    builder.add("Div", List.of(input, scale), divided);
    String whole = builder.unique(output + "_whole");
    builder.add("Round", List.of(divided), whole);
    String clipped = builder.unique(output + "_clipped");
    builder.add("Clip", List.of(whole, lowest, highest), clipped);
    builder.add("Mul", List.of(clipped, scale), output);
  }

  private String scalar(String name, float value) {
    return builder.constant(Tensors.ofFloats(builder.unique(name), new float[] {value}));
  }
}
