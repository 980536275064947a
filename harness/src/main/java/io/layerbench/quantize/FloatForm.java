package io.layerbench.quantize;

import io.layerbench.base.ElementType;
import io.layerbench.onnx.Graph;
import io.layerbench.onnx.OnnxModel;
import io.layerbench.onnx.proto.AttributeProto;
import io.layerbench.onnx.proto.NodeProto;
import io.layerbench.onnx.proto.TensorProto;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Takes the quantization out of a graph, node by node. */
final class FloatForm {

  private static final String NO_FORM = "its type or its scales have no form here";

  private final FloatGraph graph;
  private final long opset;
  private final LinearParameters linear;
  private final FloatOperators operators;

  private FloatForm(OnnxModel model) {
    this.graph = new FloatGraph(model);
    this.opset = model.opset();
    this.linear = new LinearParameters(model.graph());
    this.operators = new FloatOperators(graph, linear);
  }

  /** The FLOAT form of a model's graph, with what it says about quantization. */
  static FloatGraph of(OnnxModel model) {
    FloatForm form = new FloatForm(model);
    model.graph().nodes().forEach(form::visit);
    model.graph().outputs().forEach(output -> form.graph.makePresent(output.getName()));
    return form.graph;
  }

  private void visit(NodeProto node) {
    boolean shaped = node.getInputCount() > 0 && !Parts.key(node).isEmpty();
    boolean done = shaped && rewrite(node);
    if (!done) {
      graph.addUnchanged(node);
    }
  }

  private boolean rewrite(NodeProto node) {
    return switch (node.getOpType()) {
      case "QuantizeLinear" -> quantize(node);
      case "DequantizeLinear" -> dequantize(node);
      case "Transpose" -> transpose(node) || move(node);
      default -> IntegerOperator.isOne(node) ? operators.write(node) : move(node);
    };
  }

  private @Nullable QuantizationParameters parameters(
      NodeProto node, @Nullable TensorProto shaped, int fallback) {
    return LinearParameters.isBlocked(node)
        ? null
        : linear.of(LinearParameters.stated(node), node.getInput(0), shaped, fallback);
  }

  private boolean quantize(NodeProto node) {
    String input = node.getInput(0);
    TensorProto constant = graph.source().initializers().get(input);
    QuantizationParameters parameters =
        parameters(node, constant, LinearParameters.declaredType(node));
    if (parameters == null || parameters.elementType() == ElementType.INT32) {
      return graph.leave(input, NO_FORM);
    }
    if (constant != null) {
      graph.storeIntegers(node.getOutput(0), StoredConstant.quantized(constant, parameters));
      return true;
    }
    if (parameters.axis() != null) {
      return graph.leave(input, "activations have one scale here");
    }
    return graph.stands(node.getOutput(0), graph.resolve(input), parameters)
        || graph.leave(input, "it is quantized in another way before");
  }

  private boolean dequantize(NodeProto node) {
    String input = node.getInput(0);
    TensorProto constant = graph.constantIntegers(input);
    return constant == null ? dequantizeActivation(node) : dequantizeConstant(node, constant);
  }

  private boolean dequantizeConstant(NodeProto node, TensorProto constant) {
    String input = node.getInput(0);
    if (!FloatGraph.isReadable(constant)) {
      return graph.leave(input, NO_FORM);
    }
    QuantizationParameters parameters = parameters(node, constant, constant.getDataType());
    if (parameters == null) {
      return graph.leave(input, NO_FORM);
    }
    LinearParameters.checkType(input, constant, parameters.elementType());
    if (graph.source().isOutput(node.getOutput(0))) {
      return false;
    }
    graph.keep(node.getOutput(0), new StoredConstant(constant, parameters).normal());
    return true;
  }

  private boolean dequantizeActivation(NodeProto node) {
    FloatGraph.Integers made = graph.integers(node.getInput(0));
    int fallback = made == null ? ElementType.UINT8.onnx() : made.parameters().elementType().onnx();
    QuantizationParameters stated = parameters(node, null, fallback);
    QuantizationParameters parameters = stated == null ? null : stated.unrepeated();
    if (parameters == null || parameters.axis() != null) {
      return graph.leave(node.getInput(0), NO_FORM);
    }
    if (made != null && made.parameters().equals(parameters)) {
      graph.alias(node, made.real());
      return true;
    }
    if (parameters.elementType() != ElementType.INT32) {
      // The integers come from outside: their FLOAT form is rounded already.
      graph.activations().put(node.getOutput(0), parameters);
    }
    return false;
  }

  /** PyTorch transposes the weights of a linear layer behind their quantization. */
  private boolean transpose(NodeProto node) {
    StoredConstant stored = graph.constants().get(node.getInput(0));
    AttributeProto perm = Graph.attribute(node, "perm");
    if (stored == null
        || graph.source().isOutput(node.getOutput(0))
        || (perm != null && !isOrder(perm.getIntsList(), stored.dims().length))) {
      return false;
    }
    int[] order = new int[stored.dims().length];
    for (int i = 0; i < order.length; i++) {
      order[i] = perm == null ? order.length - 1 - i : Math.toIntExact(perm.getInts(i));
    }
    graph.keep(node.getOutput(0), stored.transposed(order));
    return true;
  }

  private static boolean isOrder(List<Long> axes, int rank) {
    return axes.stream().sorted().toList().equals(LongStream.range(0, rank).boxed().toList());
  }

  /** Nodes that only move values do the same to integers and to what these stand for. */
  private boolean move(NodeProto node) {
    FloatGraph.Integers made = node.getInputCount() == 0 ? null : graph.integers(node.getInput(0));
    if (made == null || !OperatorRules.sharesScale(node, opset)) {
      return false;
    }
    NodeProto.Builder moved = node.toBuilder().setInput(0, made.real());
    if (node.getOpType().equals("Pad") && !fill(moved, made.parameters())) {
      return false;
    }
    for (int i = 0; i < node.getOutputCount(); i++) {
      if (!node.getOutput(i).isEmpty()) {
        String real = graph.unique(node.getOutput(i) + "_float");
        graph.stands(node.getOutput(i), real, made.parameters());
        moved.setOutput(i, real);
      }
    }
    graph.add(moved.build());
    return true;
  }

  /** Turns the integer that Pad fills in, 0 unless stated, into the number that it stands for. */
  private boolean fill(NodeProto.Builder pad, QuantizationParameters parameters) {
    String stated = IntegerOperator.input(pad.build(), 2);
    TensorProto constant =
        stated.isEmpty()
            ? StoredConstant.tensor(parameters.elementType(), new int[1])
            : graph.source().initializers().get(stated);
    if (constant == null || !FloatGraph.isReadable(constant)) {
      return false;
    }
    String name = graph.unique(pad.getOutput(0) + "_fill");
    graph.put(new StoredConstant(constant, parameters).dequantized(name));
    if (pad.getInputCount() <= 2) {
      pad.addInput(name);
    } else {
      pad.setInput(2, name);
    }
    return true;
  }
}
