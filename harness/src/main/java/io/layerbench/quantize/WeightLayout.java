package io.layerbench.quantize;

import io.layerbench.onnx.Graph;
import io.layerbench.onnx.proto.NodeProto;

/** Where an anchor keeps its constants: which input, and which dimension is the output channel. */
final class WeightLayout {

  /** The input that holds the weights of every anchor. */
  static final int WEIGHT = 1;

  /** The input that holds the bias of Conv, ConvTranspose and Gemm. */
  static final int BIAS = 2;

  private WeightLayout() {}

  /**
   * The dimension of the weights that is the output channel: Conv is M×C/g×k, ConvTranspose C×M/g×k
   * (with groups, one scale serves the channels at the same place of each), Gemm K×N or with transB
   * N×K, MatMul …×K×N.
   *
   * @param rank the weights' number of dimensions
   */
  static int outputAxis(NodeProto anchor, int rank) {
    return switch (anchor.getOpType()) {
      case "Conv" -> 0;
      case "ConvTranspose" -> 1;
      case "Gemm" -> Graph.attribute(anchor, "transB", 0) == 0 ? 1 : 0;
      case "MatMul" -> rank - 1;
      default -> throw new IllegalArgumentException("no anchor: " + anchor.getOpType());
    };
  }

  /** The weights' name. */
  static String weight(NodeProto anchor) {
    return anchor.getInput(WEIGHT);
  }

  /** True where the anchor itself has a bias input. */
  static boolean hasBias(NodeProto anchor) {
    return !anchor.getOpType().equals("MatMul")
        && anchor.getInputCount() > BIAS
        && !anchor.getInput(BIAS).isEmpty();
  }

  /**
   * True where the runtime's integer kernel writes quantized numbers only, so that without them the
   * layer would run in float.
   */
  static boolean alwaysQuantizesOutput(NodeProto anchor) {
    return anchor.getOpType().equals("Conv") || anchor.getOpType().equals("ConvTranspose");
  }
}
