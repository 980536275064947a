package io.layerbench.quantize;

import io.layerbench.backend.Fp16;
import io.layerbench.onnx.Graph;
import io.layerbench.onnx.Layer;
import io.layerbench.onnx.OnnxModel;
import io.layerbench.onnx.Tensors;
import io.layerbench.onnx.proto.NodeProto;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Writes every node of a model in its precision, with the conversions between them. */
final class Rewriter {

  /** Operators whose float weights ONNX Runtime quantizes between integers. */
  private static final Set<String> QUANTIZED_BY_RUNTIME = Set.of("Conv", "ConvTranspose", "Gemm");

  private final Parts parts;
  private final Assignment assignment;
  private final QuantizedEdges edges;
  private final Options options;
  private final GraphBuilder builder;
  private final EdgeForms forms;
  private final ConstantForms constants;

  /**
   * What is the same for all nodes.
   *
   * @param scheme how quantization is done
   * @param weights how a layer's weights become INT8
   * @param fp16 what half precision means
   * @param ends the types of the model's inputs and outputs
   * @param outputsKept outputs that are quantized although no INT8 node reads them
   */
  record Options(
      Scheme scheme,
      Function<Layer, WeightScheme> weights,
      Fp16 fp16,
      Ends ends,
      Set<String> outputsKept) {}

  Rewriter(Parts parts, Assignment assignment, QuantizedEdges edges, Options options) {
    this.parts = parts;
    this.assignment = assignment;
    this.edges = edges;
    this.options = options;
    this.builder = new GraphBuilder(parts.model());
    this.forms = new EdgeForms(parts, assignment, builder, edges, options.ends());
    this.constants = new ConstantForms(parts.graph(), builder, edges.scales());
  }

  /** The rewritten model under that name. */
  OnnxModel rewrite(String name) {
    for (NodeProto node : parts.graph().nodes()) {
      switch (assignment.of(node)) {
        case INT8 -> writeInt8(node);
        case FP16 -> {
          if (options.fp16() == Fp16.NATIVE) {
            writeHalf(node);
          } else {
            writeStored(node);
          }
        }
        default -> {
          // What a subgraph reads is no input of the node.
          Graph.reads(node).stream()
              .filter(tensor -> !node.getInputList().contains(tensor))
              .forEach(forms::asFloat);
          builder.add(readingKeptFloats(node).build());
        }
      }
    }
    forms.finish();
    return builder.build(name);
  }

  /**
   * For a node that is to compute in float whatever stands around it: one whose weights the runtime
   * would quantize, or one past which it would move the DequantizeLinear to such a node.
   */
  private NodeProto.Builder readingKeptFloats(NodeProto node) {
    boolean tempting =
        QUANTIZED_BY_RUNTIME.contains(node.getOpType())
            || (!parts.isLayer(node) && rule(node) == Int8Rule.SHARES_SCALE);
    boolean keep = tempting && !options.scheme().tensorRt();
    return mapInputs(node, keep ? forms::asKeptFloat : forms::asFloat);
  }

  private NodeProto.Builder readingFloats(NodeProto node) {
    return mapInputs(node, forms::asFloat);
  }

  private static NodeProto.Builder mapInputs(NodeProto node, UnaryOperator<String> form) {
    NodeProto.Builder copy = node.toBuilder();
    for (int i = 0; i < node.getInputCount(); i++) {
      if (!node.getInput(i).isEmpty()) {
        copy.setInput(i, form.apply(node.getInput(i)));
      }
    }
    return copy;
  }

  private void writeInt8(NodeProto node) {
    Layer layer = parts.of(node);
    BiasedMatMul matrix = layer == null ? null : BiasedMatMul.of(layer, parts);
    if (layer == null || matrix == null || !integerBias()) {
      writeInt8Node(node);
    } else if (Parts.key(node).equals(Parts.key(layer.anchor()))) {
      boolean quantized = edges.quantizedByMaker(layer.output(), options.outputsKept());
      matrix.write(
          builder,
          forms,
          edges,
          new BiasedMatMul.Writer(
              quantized, constants, parts.graph(), settings(layer, node.getInput(0))));
    }
  }

  private AnchorConstants.Settings settings(Layer layer, String input) {
    return new AnchorConstants.Settings(
        edges.parameters(input).scale(0), options.weights().apply(layer), integerBias());
  }

  /** TensorRT takes no 32-bit bias, and ONNX Runtime quantizes a float one by itself. */
  private boolean integerBias() {
    return !options.scheme().tensorRt();
  }

  private void writeInt8Node(NodeProto node) {
    if (rule(node) == Int8Rule.ON_INTEGERS && !options.scheme().tensorRt()) {
      writeOnIntegers(node);
      return;
    }
    NodeProto.Builder copy = withInt8Inputs(node);
    for (int i = 0; i < node.getOutputCount(); i++) {
      if (edges.quantizedByMaker(node.getOutput(i), options.outputsKept())) {
        copy.setOutput(i, forms.giveRaw(node.getOutput(i)));
      }
    }
    builder.add(copy.build());
    for (int i = 0; i < node.getOutputCount(); i++) {
      if (!copy.getOutput(i).equals(node.getOutput(i))) {
        forms.quantizeGiven(copy.getOutput(i), node.getOutput(i));
      }
    }
  }

  private Int8Rule rule(NodeProto node) {
    return OperatorRules.rule(node, parts.model().opset());
  }

  /** Pad: what it fills in, 0 unless it says otherwise, becomes an integer like the rest. */
  private void writeOnIntegers(NodeProto node) {
    String output = node.getOutput(0);
    QuantizationParameters parameters = edges.parameters(output);
    boolean zero = node.getInputCount() <= 2 || node.getInput(2).isEmpty();
    float[] value = zero ? new float[1] : constants.values(node.getInput(2), 1);
    String fill =
        builder.constant(
            Tensors.of(
                builder.unique(output + "_fill"),
                parameters.elementType(),
                ByteBuffer.wrap(ActivationQuantizer.quantize(value, parameters))));
    NodeProto.Builder copy = node.toBuilder().setInput(0, forms.asQuantized(node.getInput(0)));
    if (node.getInputCount() <= 2) {
      copy.addInput(fill);
    } else {
      copy.setInput(2, fill);
    }
    builder.add(copy.setOutput(0, forms.giveQuantized(output)).build());
  }

  private NodeProto.Builder withInt8Inputs(NodeProto node) {
    Layer layer = parts.of(node);
    if (layer == null || !layer.isRanked()) {
      return mapInputs(node, input -> glueOperand(node, input));
    }
    boolean isAnchor = Parts.key(node).equals(Parts.key(layer.anchor()));
    return isAnchor ? anchor(layer, node) : readingFloats(node);
  }

  private NodeProto.Builder anchor(Layer layer, NodeProto node) {
    NodeProto.Builder copy = node.toBuilder();
    String input = node.getInput(0);
    copy.setInput(0, forms.asDequantized(input));
    AnchorConstants.quantize(copy, constants, parts.graph(), settings(layer, input));
    return copy;
  }

  /** What an INT8 node of glue reads instead of one of its inputs. */
  private String glueOperand(NodeProto node, String input) {
    if (parts.floatConstant(input) != null) {
      // Bounds and sizes stay; only what is computed with becomes integers.
      return rule(node) == Int8Rule.OWN_SCALES ? constants.operand(input) : input;
    }
    if (!parts.isActivation(input)) {
      return input;
    }
    NodeProto maker = parts.graph().producer(input);
    boolean inside =
        maker != null
            && assignment.isInt8(maker)
            && !parts.isLayer(maker)
            && !edges.quantizedByMaker(input, options.outputsKept());
    return inside ? input : forms.asDequantized(input);
  }

  private void writeHalf(NodeProto node) {
    NodeProto.Builder copy =
        mapInputs(
            node,
            input ->
                parts.isActivation(input) || parts.floatConstant(input) != null
                    ? forms.asHalf(input)
                    : forms.asFloat(input));
    for (int i = 0; i < node.getOutputCount(); i++) {
      if (parts.isActivation(node.getOutput(i))) {
        copy.setOutput(i, forms.giveHalf(node.getOutput(i)));
      }
    }
    builder.add(copy.build());
  }

  private void writeStored(NodeProto node) {
    boolean bounds = List.of("Clip", "Resize").contains(node.getOpType());
    NodeProto.Builder copy = readingKeptFloats(node);
    for (int i = 0; i < node.getInputCount() && !bounds; i++) {
      if (parts.floatConstant(node.getInput(i)) != null) {
        copy.setInput(i, constants.storedAsHalf(node.getInput(i)));
      }
    }
    builder.add(copy.build());
  }
}
