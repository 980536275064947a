package io.layerbench.quantize;

import io.layerbench.onnx.Layer;
import io.layerbench.onnx.proto.NodeProto;
import java.util.Set;

/** Which tensors become integers at the node that makes them, and with which parameters. */
final class QuantizedEdges {

  private static final Set<String> ACTIVATIONS = Set.of("Relu", "Clip");

  private final Parts parts;
  private final Assignment assignment;
  private final GlueRules rules;
  private final ActivationScales scales;

  QuantizedEdges(Parts parts, Assignment assignment, GlueRules rules, ActivationScales scales) {
    this.parts = parts;
    this.assignment = assignment;
    this.rules = rules;
    this.scales = scales;
  }

  ActivationScales scales() {
    return scales;
  }

  /**
   * True where the node that makes that tensor quantizes it.
   *
   * @param outputsKept outputs that are quantized although no INT8 node here reads them
   */
  boolean quantizedByMaker(String tensor, Set<String> outputsKept) {
    NodeProto maker = parts.graph().producer(tensor);
    if (maker == null || !assignment.isInt8(maker) || !parts.isActivation(tensor)) {
      return false;
    }
    Layer layer = parts.of(maker);
    if (layer == null || !layer.isRanked()) {
      if (rules.isAttention(maker)) {
        return outputsKept.contains(tensor) || scales.isGiven(tensor) || isReadAsInt8(tensor);
      }
      NodeProto absorbed = rules.absorbed(maker);
      return absorbed == null || !assignment.isInt8(absorbed);
    }
    return layer.outputs().contains(tensor)
        && (outputsKept.contains(tensor) || quantizesOutput(layer));
  }

  /**
   * True where an INT8 layer gives integers: always for convolutions; Gemm and MatMul have kernels
   * that give floats, which is better where no INT8 node reads them, unless an activation stands
   * between that these kernels do not know, or the model arrived with a quantized output.
   */
  boolean quantizesOutput(Layer layer) {
    return WeightLayout.alwaysQuantizesOutput(layer.anchor())
        || scales.isGiven(layer.output())
        || hasActivation(layer)
        || isReadAsInt8(layer.output());
  }

  private boolean isReadAsInt8(String tensor) {
    return parts.graph().consumers(tensor).stream().anyMatch(assignment::isInt8);
  }

  /** True for a layer that ends with Relu or Clip. */
  static boolean hasActivation(Layer layer) {
    return layer.nodes().stream().anyMatch(node -> ACTIVATIONS.contains(node.getOpType()));
  }

  /** The parameters of a tensor: those given or of its range, or what its maker hands on. */
  QuantizationParameters parameters(String tensor) {
    NodeProto maker = parts.graph().producer(tensor);
    if (maker != null && !scales.isGiven(tensor) && sharesScale(maker)) {
      return parameters(maker.getInput(0));
    }
    return scales.of(tensor);
  }

  private boolean sharesScale(NodeProto node) {
    return !parts.isLayer(node)
        && assignment.isInt8(node)
        && OperatorRules.sharesScale(node, parts.model().opset());
  }
}
