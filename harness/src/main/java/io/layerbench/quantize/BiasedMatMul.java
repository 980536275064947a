package io.layerbench.quantize;

import io.layerbench.onnx.Graph;
import io.layerbench.onnx.Layer;
import io.layerbench.onnx.TensorType;
import io.layerbench.onnx.Tensors;
import io.layerbench.onnx.proto.NodeProto;
import io.layerbench.onnx.proto.TensorProto;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An INT8 MatMul with a bias, written as Gemm on a matrix: [reshape] → Gemm → [activation] →
 * [reshape].
 *
 * <p>ONNX Runtime turns MatMul and Add into a Gemm before it looks for quantized operators, and
 * then runs it in float, since the bias is no 32-bit integer there. A Gemm with such a bias becomes
 * one integer kernel, and the reshapes cost nothing.
 */
final class BiasedMatMul {

  private final Layer layer;
  private final TensorProto weight;
  private final TensorProto bias;
  private final TensorType output;

  private BiasedMatMul(Layer layer, TensorProto weight, TensorProto bias, TensorType output) {
    this.layer = layer;
    this.weight = weight;
    this.bias = bias;
    this.output = output;
  }

  /** That layer in this form; null for other layers, or where a shape is not known. */
  static @Nullable BiasedMatMul of(Layer layer, Parts parts) {
    List<NodeProto> nodes = layer.nodes();
    if (!layer.isRanked()
        || !layer.anchor().getOpType().equals("MatMul")
        || nodes.size() < 2
        || !nodes.get(1).getOpType().equals("Add")) {
      return null;
    }
    TensorProto weight = parts.floatConstant(WeightLayout.weight(layer.anchor()));
    TensorProto bias =
        parts.floatConstants(nodes.get(1).getInputList()).stream().findFirst().orElse(null);
    TensorType output = parts.graph().type(layer.output());
    if (weight == null || bias == null || output == null) {
      return null;
    }
    boolean fits =
        weight.getDimsCount() == 2
            && isVector(bias, weight.getDims(1))
            && output.isConcrete()
            && output.dims().size() >= Math.max(2, bias.getDimsCount());
    return fits ? new BiasedMatMul(layer, weight, bias, output) : null;
  }

  private static boolean isVector(TensorProto bias, long columns) {
    int rank = bias.getDimsCount();
    return rank > 0 && bias.getDims(rank - 1) == columns && Tensors.elements(bias) == columns;
  }

  private boolean isMatrix() {
    return output.dims().size() == 2;
  }

  /** Writes the whole layer. */
  void write(GraphBuilder builder, EdgeForms forms, QuantizedEdges edges, Writer writer) {
    NodeProto anchor = layer.anchor();
    String input = forms.asDequantized(anchor.getInput(0));
    if (!isMatrix()) {
      String flat = builder.unique(anchor.getInput(0) + "_matrix");
      reshape(builder, input, flat, -1, weight.getDims(0));
      input = pair(builder, flat, edges.parameters(anchor.getInput(0)));
    }
    boolean quantized = writer.quantized();
    String given = quantized ? forms.giveRaw(layer.output()) : layer.output();
    String matrix = isMatrix() ? given : builder.unique(layer.output() + "_matrix");
    gemm(builder, writer, input, matrix);
    if (!isMatrix()) {
      String last = quantized ? pair(builder, matrix, edges.parameters(layer.output())) : matrix;
      reshape(builder, last, given, output.shape());
    }
    if (quantized) {
      forms.quantizeGiven(given, layer.output());
    }
  }

  /**
   * What the rewriter knows beyond the layer.
   *
   * @param quantized whether the output becomes integers
   * @param constants the constants' quantized forms
   * @param graph the graph that holds the constants
   * @param settings how the weights are quantized
   */
  record Writer(
      boolean quantized, ConstantForms constants, Graph graph, AnchorConstants.Settings settings) {}

  private void gemm(GraphBuilder builder, Writer writer, String input, String output) {
    NodeProto anchor = layer.anchor();
    List<NodeProto> activations = layer.nodes().stream().skip(2).filter(this::followsAdd).toList();
    String sum = activations.isEmpty() ? output : builder.unique(Parts.key(anchor) + "_sum");
    NodeProto.Builder gemm =
        NodeProto.newBuilder()
            .setName(anchor.getName())
            .setOpType("Gemm")
            .addAllInput(List.of(input, weight.getName(), bias.getName()))
            .addOutput(sum);
    AnchorConstants.quantize(gemm, writer.constants(), writer.graph(), writer.settings());
    builder.add(gemm.build());
    for (NodeProto activation : activations) {
      builder.add(activation.toBuilder().setInput(0, sum).setOutput(0, output).build());
    }
  }

  private boolean followsAdd(NodeProto node) {
    return node.getInputCount() > 0
        && node.getInput(0).equals(Parts.key(layer.nodes().get(1)))
        && Parts.key(node).equals(layer.output());
  }

  private static String pair(
      GraphBuilder builder, String input, QuantizationParameters parameters) {
    String quantized = builder.unique(input + "_q");
    String output = builder.unique(input + "_dq");
    builder.quantize(input, quantized, parameters);
    builder.dequantize(quantized, output, parameters);
    return output;
  }

  private static void reshape(GraphBuilder builder, String input, String output, long... dims) {
    String shape =
        builder.constant(Tensors.ofLongs(builder.unique(output + "_shape"), dims, dims.length));
    builder.add("Reshape", List.of(input, shape), output);
  }
}
