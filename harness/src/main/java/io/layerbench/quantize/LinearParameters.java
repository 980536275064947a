package io.layerbench.quantize;

import io.layerbench.base.ElementType;
import io.layerbench.base.InvalidInputException;
import io.layerbench.onnx.Graph;
import io.layerbench.onnx.Tensors;
import io.layerbench.onnx.proto.NodeProto;
import io.layerbench.onnx.proto.TensorProto;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads scales and zero points from a file, as ONNX's QuantizeLinear and DequantizeLinear define
 * them. What the program has no form for (16 and 4 bits, floating-point 8 bits, blocks, scales that
 * are computed or no FLOAT) gives null, nonsense is refused.
 */
final class LinearParameters {

  private static final Set<Integer> TYPES =
      Set.of(ElementType.INT8.onnx(), ElementType.UINT8.onnx(), ElementType.INT32.onnx());

  private static final String REMEDY =
      "the file is damaged, or the tool that quantized it is at fault.";

  private final Graph graph;

  LinearParameters(Graph graph) {
    this.graph = graph;
  }

  /** Where a QuantizeLinear or DequantizeLinear states its parameters. */
  static Stated stated(NodeProto node) {
    return new Stated(
        node.getInputCount() > 1 ? node.getInput(1) : "",
        node.getInputCount() > 2 ? node.getInput(2) : "",
        (int) Graph.attribute(node, "axis", 1));
  }

  /** The type that a QuantizeLinear gives where it has no zero point to say so. */
  static int declaredType(NodeProto node) {
    return (int) Graph.attribute(node, "output_dtype", ElementType.UINT8.onnx());
  }

  /** True for numbers in blocks, each with a scale of its own. */
  static boolean isBlocked(NodeProto node) {
    return Graph.attribute(node, "block_size", 0) != 0;
  }

  /**
   * Where a file states parameters.
   *
   * @param scale the tensor of the scales
   * @param zeroPoint the tensor of the zero points; empty for 0
   * @param axis the dimension along which they lie, where there are several
   */
  record Stated(String scale, String zeroPoint, int axis) {}

  /**
   * The parameters that are stated there.
   *
   * @param shaped the constant whose dimensions the scales lie along; null for an activation
   * @param fallback the element type where no zero point states it
   */
  @Nullable QuantizationParameters of(
      Stated stated, String tensor, @Nullable TensorProto shaped, int fallback) {
    TensorProto scale = graph.initializers().get(stated.scale());
    TensorProto zeroPoint = graph.initializers().get(stated.zeroPoint());
    boolean computed = zeroPoint == null && !stated.zeroPoint().isEmpty();
    int type = zeroPoint == null ? fallback : zeroPoint.getDataType();
    if (scale == null
        || computed
        || scale.getDataType() != ElementType.FLOAT.onnx()
        || !TYPES.contains(type)) {
      return null;
    }
    float[] scales = Tensors.floats(scale);
    if (scales.length == 0) {
      throw invalid(tensor, "no scale");
    }
    Integer axis = axis(stated.axis(), tensor, scale, shaped);
    for (float value : scales) {
      if (!Float.isFinite(value) || value <= 0) {
        throw invalid(tensor, "a scale (" + value + ") that is no number above 0");
      }
    }
    int[] zeros = zeroPoint == null ? new int[scales.length] : StoredConstant.values(zeroPoint);
    if (zeros.length != scales.length) {
      throw invalid(
          tensor, "(" + zeros.length + ") zero points for (" + scales.length + ") scales");
    }
    return parameters(tensor, scales, zeros, axis, ElementType.ofOnnx(type));
  }

  private static QuantizationParameters parameters(
      String tensor, float[] scales, int[] zeros, @Nullable Integer axis, ElementType type) {
    for (int zero : zeros) {
      if (!IntegerRange.of(type).holds(zero) || (type == ElementType.INT32 && zero != 0)) {
        throw invalid(tensor, "a zero point (" + zero + ") out of the range of " + type);
      }
    }
    List<Float> list = new ArrayList<>();
    for (float scale : scales) {
      list.add(scale);
    }
    return new QuantizationParameters(list, Arrays.stream(zeros).boxed().toList(), axis, type);
  }

  /** The axis where there is a scale per channel; null for one scale. */
  private static @Nullable Integer axis(
      int stated, String tensor, TensorProto scale, @Nullable TensorProto shaped) {
    long count = Tensors.elements(scale);
    if (count == 1 && (scale.getDimsCount() == 0 || shaped == null)) {
      return null;
    }
    if (scale.getDimsCount() != 1 && count != 1) {
      throw invalid(tensor, "scales of the shape " + scale.getDimsList());
    }
    if (shaped == null) {
      return stated;
    }
    int rank = shaped.getDimsCount();
    int axis = stated < 0 ? stated + rank : stated;
    if (count == 1 && (axis < 0 || axis >= rank || shaped.getDims(axis) != 1)) {
      return null;
    }
    if (axis < 0 || axis >= rank) {
      throw invalid(tensor, "the axis (" + stated + ") where it has (" + rank + ") dimensions");
    }
    if (shaped.getDims(axis) != count) {
      throw invalid(
          tensor,
          "(" + count + ") scales for (" + shaped.getDims(axis) + ") channels along axis " + axis);
    }
    return axis;
  }

  /** Refuses a zero point of another type than the integers that it belongs to. */
  static void checkType(String tensor, TensorProto integers, ElementType zeroPoint) {
    if (integers.getDataType() != zeroPoint.onnx()) {
      throw invalid(
          tensor,
          "a zero point of the type ("
              + zeroPoint
              + ") for integers of the ONNX type ("
              + integers.getDataType()
              + ")");
    }
  }

  static InvalidInputException invalid(String tensor, String what) {
    return new InvalidInputException(
        "The quantized tensor (" + tensor + ") has " + what + ".", REMEDY);
  }
}
