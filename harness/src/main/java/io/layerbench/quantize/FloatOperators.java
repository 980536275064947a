package io.layerbench.quantize;

import io.layerbench.base.ElementType;
import io.layerbench.onnx.Graph;
import io.layerbench.onnx.proto.NodeProto;
import io.layerbench.onnx.proto.TensorProto;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes operators that compute on integers themselves as the FLOAT operators that they stand for.
 */
final class FloatOperators {

  private final FloatGraph graph;
  private final LinearParameters linear;

  FloatOperators(FloatGraph graph, LinearParameters linear) {
    this.graph = graph;
    this.linear = linear;
  }

  /** One quantized input: its tensor and what its integers mean. */
  private record Operand(
      String tensor, @Nullable TensorProto constant, QuantizationParameters parameters) {}

  /** Writes that node; false where it is to stay as it is. */
  boolean write(NodeProto node) {
    IntegerOperator form = IntegerOperator.of(node);
    if (form == null) {
      return leave(node);
    }
    List<Operand> operands = new ArrayList<>();
    for (int place : form.inputs()) {
      Operand operand = operand(node, place);
      if (operand == null) {
        return leave(node);
      }
      operands.add(operand);
    }
    String output = node.getOutput(0);
    QuantizationParameters given = null;
    if (!IntegerOperator.input(node, form.output()).isEmpty()) {
      given = parameters(node, form.output(), output, null, ElementType.UINT8.onnx());
      if (given == null || given.axis() != null) {
        return leave(node);
      }
    }
    StoredConstant bias = null;
    String biasName = IntegerOperator.input(node, form.bias());
    if (!biasName.isEmpty()) {
      TensorProto stored = graph.source().initializers().get(biasName);
      if (stored == null || stored.getDataType() != ElementType.INT32.onnx()) {
        return leave(node);
      }
      bias =
          new StoredConstant(
                  stored,
                  WeightQuantizer.biasParameters(
                      operands.get(1).parameters(), operands.get(0).parameters().scale(0)))
              .normal();
    }
    write(node, form, operands, new Results(bias, given));
    return true;
  }

  private record Results(@Nullable StoredConstant bias, @Nullable QuantizationParameters given) {}

  private void write(
      NodeProto node, IntegerOperator form, List<Operand> operands, Results results) {
    String output = node.getOutput(0);
    NodeProto.Builder written =
        FloatGraph.withoutAttribute(node, "channels_last")
            .setOpType(form.floatOp())
            .clearDomain()
            .clearInput()
            .clearOutput();
    operands.forEach(operand -> written.addInput(real(operand)));
    if (results.bias() != null) {
      String name = graph.unique(IntegerOperator.input(node, form.bias()) + "_float");
      graph.keep(name, results.bias());
      written.addInput(name);
    }
    if (results.given() == null) {
      graph.add(written.addOutput(output).build());
    } else {
      String real = graph.unique(output + "_float");
      graph.stands(output, real, results.given());
      graph.add(written.addOutput(real).build());
    }
  }

  private boolean leave(NodeProto node) {
    return graph.leave(
        node.getOutputCount() == 0 ? "" : node.getOutput(0),
        node.getOpType() + " in this form is not read");
  }

  private @Nullable Operand operand(NodeProto node, int place) {
    String tensor = IntegerOperator.input(node, place);
    TensorProto constant = graph.constantIntegers(tensor);
    if (constant != null && !FloatGraph.isReadable(constant)) {
      return null;
    }
    FloatGraph.Integers made = graph.integers(tensor);
    int fallback =
        constant != null
            ? constant.getDataType()
            : made == null ? ElementType.UINT8.onnx() : made.parameters().elementType().onnx();
    QuantizationParameters parameters = parameters(node, place + 1, tensor, constant, fallback);
    if (parameters == null || (constant == null && parameters.axis() != null)) {
      return null;
    }
    if (constant != null) {
      LinearParameters.checkType(tensor, constant, parameters.elementType());
    }
    return new Operand(tensor, constant, parameters);
  }

  private @Nullable QuantizationParameters parameters(
      NodeProto node, int scale, String tensor, @Nullable TensorProto constant, int fallback) {
    int axis =
        switch (node.getOpType()) {
          case "QLinearConv" -> 0;
          case "QGemm" -> Graph.attribute(node, "transB", 0) == 0 ? 1 : 0;
          default -> -1;
        };
    return linear.of(
        new LinearParameters.Stated(
            IntegerOperator.input(node, scale), IntegerOperator.input(node, scale + 1), axis),
        tensor,
        constant,
        fallback);
  }

  private String real(Operand operand) {
    FloatGraph.Integers made = graph.integers(operand.tensor());
    if (operand.constant() != null) {
      String name = graph.unique(operand.tensor() + "_float");
      graph.keep(name, new StoredConstant(operand.constant(), operand.parameters()).normal());
      return name;
    }
    return made != null && made.parameters().equals(operand.parameters())
        ? made.real()
        : graph.dequantized(operand.tensor(), operand.parameters());
  }
}
