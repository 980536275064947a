package io.layerbench.quantize;

import io.layerbench.onnx.Layer;
import io.layerbench.onnx.proto.AttributeProto;
import io.layerbench.onnx.proto.NodeProto;
import io.layerbench.onnx.proto.TensorProto;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What cannot be computed in half precision: tensors whose values were seen to come near its
 * greatest number, constants that it cannot hold, and operators that overflow, lose their sums or
 * have no such form, whatever their inputs are.
 *
 * <p>The operators are those that PyTorch's autocast runs in single precision and those that {@code
 * onnxconverter-common} blocks, as far as they occur at inference, each looked at for its reason;
 * TopK, Min and Max, which the latter blocks for the lack of kernels, are exact in half precision.
 *
 * <p>Within a layer nothing is looked at: what overflows before a Relu or Clip is clamped by it,
 * and kernels add products up in single precision.
 */
final class HalfRules {

  /**
   * Half of 65504. Calibration sees some inputs only, so a tensor must stay below it by a factor of
   * 2.
   */
  static final float LIMIT = 65504f / 2;

  private static final String TYPES = "its types are fixed";
  private static final String SUMS = "its sum grows with the number of elements";
  private static final String GROWS = "its results grow far faster than its inputs";
  private static final String NORMALIZES = "it squares, sums and divides: half precision overflows";
  private static final String PLACES = "half precision holds no whole numbers above 2048 exactly";

  private static final Map<String, String> REASONS = new HashMap<>();

  static {
    put(TYPES, "Cast CastLike ConstantOfShape EyeLike OneHot RandomNormal RandomNormalLike");
    put(TYPES, "RandomUniform RandomUniformLike Multinomial Bernoulli QuantizeLinear");
    put(TYPES, "DequantizeLinear DynamicQuantizeLinear Resize Upsample NonMaxSuppression");
    put(SUMS, "ReduceSum ReduceMean ReduceL1 ReduceL2 ReduceSumSquare ReduceLogSum");
    put(SUMS, "ReduceLogSumExp ReduceProd CumSum CumProd Sum Einsum Softmax LogSoftmax");
    put(GROWS, "Exp Pow Sinh Cosh Tan Reciprocal Log Softplus Det");
    put(NORMALIZES, "LayerNormalization InstanceNormalization GroupNormalization");
    put(NORMALIZES, "MeanVarianceNormalization LpNormalization RMSNormalization LRN LpPool");
    put(NORMALIZES, "GlobalLpPool SimplifiedLayerNormalization SkipLayerNormalization");
    put(PLACES, "Range RoiAlign GridSample AffineGrid MaxRoiPool");
  }

  private final Parts parts;
  private final Map<String, Range> ranges;

  /**
   * @param ranges of as many tensors as were measured; of the others nothing is known, and nothing
   *     is held against them
   */
  HalfRules(Parts parts, Map<String, Range> ranges) {
    this.parts = parts;
    this.ranges = ranges;
  }

  private static void put(String reason, String operators) {
    for (String operator : List.of(operators.split(" ", -1))) {
      REASONS.put(operator, reason);
    }
  }

  /** The obstacle to computing a layer in half precision; empty where there is none. */
  Optional<String> layerObstacle(Layer layer) {
    Stream<Optional<String>> constants =
        parts.floatConstants(layer.constants()).stream().map(HalfPrecision::obstacle);
    return Stream.concat(constants, Stream.of(overflow(layer.inputs()), overflow(layer.outputs())))
        .flatMap(Optional::stream)
        .findFirst();
  }

  /** The obstacle to computing a node of glue in half precision; empty where there is none. */
  Optional<String> nodeObstacle(NodeProto node) {
    Layer part = parts.of(node);
    if (part != null && part.floatReason() != null) {
      return Optional.of(part.floatReason());
    }
    boolean hasGraph = node.getAttributeList().stream().anyMatch(HalfRules::isGraph);
    String reason = hasGraph ? TYPES : REASONS.get(node.getOpType());
    if (reason != null) {
      return Optional.of(node.getOpType() + " stays in FP32: " + reason);
    }
    if (!node.getDomain().isEmpty() && !node.getDomain().equals("ai.onnx")) {
      return Optional.of(
          node.getOpType() + " stays in FP32: nothing is known of the domain " + node.getDomain());
    }
    if (parts.activations(node).isEmpty()) {
      return Optional.of(node.getOpType() + " takes no FLOAT tensor");
    }
    return Stream.concat(
            parts.floatConstants(node.getInputList()).stream().map(HalfRules::constant),
            Stream.of(overflow(parts.activations(node)), overflow(Parts.outputs(node))))
        .flatMap(Optional::stream)
        .findFirst();
  }

  /** Also the ε that keeps a division from 0: it must not become 0 itself. */
  private static Optional<String> constant(TensorProto tensor) {
    Optional<String> obstacle = HalfPrecision.obstacle(tensor);
    return obstacle.isPresent() ? obstacle : HalfPrecision.vanishing(tensor);
  }

  private Optional<String> overflow(Collection<String> tensors) {
    for (String tensor : tensors) {
      Range range = ranges.get(tensor);
      float peak = range == null ? 0 : Math.max(-range.min(), range.max());
      if (peak >= LIMIT) {
        return Optional.of(
            "the tensor ("
                + tensor
                + ") takes values up to ("
                + peak
                + "), too near half precision's 65504");
      }
    }
    return Optional.empty();
  }

  private static boolean isGraph(AttributeProto attribute) {
    return attribute.hasG() || attribute.getGraphsCount() > 0;
  }
}
