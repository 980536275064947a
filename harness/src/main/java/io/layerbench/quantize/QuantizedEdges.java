package io.layerbench.quantize;

import io.layerbench.onnx.Layer;
import io.layerbench.onnx.proto.NodeProto;
import java.util.Map;
import java.util.Set;

/** Which tensors become integers at the node that makes them, and with which parameters. */
final class QuantizedEdges {

  private static final Set<String> ACTIVATIONS = Set.of("Relu", "Clip");

  private final Parts parts;
  private final Assignment assignment;
  private final GlueRules rules;
  private final Map<String, Range> ranges;
  private final ActivationQuantizer quantizer;

  QuantizedEdges(
      Parts parts,
      Assignment assignment,
      GlueRules rules,
      Map<String, Range> ranges,
      ActivationQuantizer quantizer) {
    this.parts = parts;
    this.assignment = assignment;
    this.rules = rules;
    this.ranges = ranges;
    this.quantizer = quantizer;
  }

  ActivationQuantizer quantizer() {
    return quantizer;
  }

  /**
   * True where the node that makes that tensor quantizes it.
   *
   * @param outputsKept layers' outputs that are quantized although no INT8 node here reads them
   */
  boolean quantizedByMaker(String tensor, Set<String> outputsKept) {
    NodeProto maker = parts.graph().producer(tensor);
    if (maker == null || !assignment.isInt8(maker) || !parts.isActivation(tensor)) {
      return false;
    }
    Layer layer = parts.of(maker);
    if (layer == null || !layer.isRanked()) {
      NodeProto absorbed = rules.absorbed(maker);
      return absorbed == null || !assignment.isInt8(absorbed);
    }
    return layer.outputs().contains(tensor)
        && (outputsKept.contains(tensor) || quantizesOutput(layer));
  }

  /**
   * True where an INT8 layer gives integers: always for convolutions; Gemm and MatMul have kernels
   * that give floats, which is better where no INT8 node reads them, unless an activation stands
   * between that these kernels do not know.
   */
  boolean quantizesOutput(Layer layer) {
    return WeightLayout.alwaysQuantizesOutput(layer.anchor())
        || layer.nodes().stream().anyMatch(node -> ACTIVATIONS.contains(node.getOpType()))
        || parts.graph().consumers(layer.output()).stream().anyMatch(assignment::isInt8);
  }

  /** The parameters of a tensor: its own range's, or those that its maker hands on. */
  QuantizationParameters parameters(String tensor) {
    NodeProto maker = parts.graph().producer(tensor);
    if (maker != null && sharesScale(maker)) {
      return parameters(maker.getInput(0));
    }
    Range range = ranges.get(tensor);
    if (range == null) {
      throw new IllegalStateException(GlueRules.noRange(tensor));
    }
    return quantizer.parameters(range);
  }

  private boolean sharesScale(NodeProto node) {
    return !parts.isLayer(node)
        && assignment.isInt8(node)
        && OperatorRules.sharesScale(node, parts.model().opset());
  }
}
