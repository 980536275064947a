package io.layerbench.quantize;

import io.layerbench.onnx.Graph;
import io.layerbench.onnx.proto.NodeProto;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How an operator that computes on integers itself (the QOperator form, from ONNX and ONNX
 * Runtime's own domain) says what its inputs and output stand for.
 *
 * @param floatOp the operator that it computes
 * @param inputs the places of its quantized inputs, each followed by scale and zero point
 * @param output the place of the output's scale, followed by its zero point
 * @param bias the place of a 32-bit bias in steps of the product of both inputs' scales; −1 where
 *     there is none
 */
record IntegerOperator(String floatOp, List<Integer> inputs, int output, int bias) {

  private static final Map<String, IntegerOperator> KNOWN =
      Map.of(
          "QLinearConv", new IntegerOperator("Conv", List.of(0, 3), 6, 8),
          "QLinearMatMul", new IntegerOperator("MatMul", List.of(0, 3), 6, -1),
          "QGemm", new IntegerOperator("Gemm", List.of(0, 3), 7, 6),
          "QLinearAdd", new IntegerOperator("Add", List.of(0, 3), 6, -1),
          "QLinearMul", new IntegerOperator("Mul", List.of(0, 3), 6, -1),
          "QLinearSigmoid", new IntegerOperator("Sigmoid", List.of(0), 3, -1),
          "QLinearLeakyRelu", new IntegerOperator("LeakyRelu", List.of(0), 3, -1),
          "QLinearAveragePool", new IntegerOperator("AveragePool", List.of(0), 3, -1),
          "QLinearGlobalAveragePool", new IntegerOperator("GlobalAveragePool", List.of(0), 3, -1));

  /** True for the QOperator form of some operator, whether it is known here or not. */
  static boolean isOne(NodeProto node) {
    return node.getOpType().startsWith("QLinear") || node.getOpType().equals("QGemm");
  }

  /** The form of that node; null for all that is not read. */
  static @Nullable IntegerOperator of(NodeProto node) {
    if (Graph.attribute(node, "channels_last", 0) != 0) {
      return null;
    }
    if (node.getOpType().equals("QLinearConcat")) {
      List<Integer> places = new ArrayList<>();
      for (int i = 2; i + 2 < node.getInputCount(); i += 3) {
        places.add(i);
      }
      return new IntegerOperator("Concat", places, 0, -1);
    }
    return KNOWN.get(node.getOpType());
  }

  /** The name of what it reads at that place; empty where it is left out. */
  static String input(NodeProto node, int place) {
    return place >= 0 && place < node.getInputCount() ? node.getInput(place) : "";
  }
}
