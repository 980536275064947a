package io.layerbench.onnx;

import io.layerbench.base.ElementType;
import io.layerbench.onnx.proto.TensorProto;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a model's initializers of one element type take.
 *
 * @param bytes the elements' size
 * @param nonZero how many elements are not 0; −0 is 0
 */
public record ParameterUse(long bytes, long nonZero) {

  /**
   * All initializers of a model's own graph, scales and zero points included, by the lower-case
   * name of their element type. Tensors of types without a fixed size, such as strings, are left
   * out.
   */
  public static Map<String, ParameterUse> of(OnnxModel model) {
    Map<String, ParameterUse> uses = new TreeMap<>();
    for (TensorProto tensor : model.graph().initializers().values()) {
      if (ElementType.isSupported(tensor.getDataType())) {
        ElementType type = ElementType.ofOnnx(tensor.getDataType());
        ParameterUse use =
            new ParameterUse(Tensors.elements(tensor) * type.bytes(), nonZero(tensor, type));
        uses.merge(type.name().toLowerCase(Locale.ROOT), use, ParameterUse::plus);
      }
    }
    return uses;
  }

  private ParameterUse plus(ParameterUse other) {
    return new ParameterUse(bytes + other.bytes, nonZero + other.nonZero);
  }

  private static long nonZero(TensorProto tensor, ElementType type) {
    if (tensor.hasRawData()) {
      return nonZeroOfRaw(tensor, type);
    }
    return switch (type) {
      case FLOAT -> tensor.getFloatDataList().stream().filter(value -> value != 0).count();
      case DOUBLE -> tensor.getDoubleDataList().stream().filter(value -> value != 0).count();
      case INT64 -> tensor.getInt64DataList().stream().filter(value -> value != 0).count();
      case UINT32, UINT64 ->
          tensor.getUint64DataList().stream().filter(value -> value != 0).count();
      // As bits in the lower half of an integer, of which the first is the sign.
      case FLOAT16 ->
          tensor.getInt32DataList().stream().filter(bits -> (bits & 0x7fff) != 0).count();
      default -> tensor.getInt32DataList().stream().filter(value -> value != 0).count();
    };
  }

  private static long nonZeroOfRaw(TensorProto tensor, ElementType type) {
    int last = type.bytes() - 1;
    int lastMask = Tensors.isFloatingPoint(tensor) ? 0x7f : 0xff;
    long count = 0;
    for (int start = 0; start + last < tensor.getRawData().size(); start += type.bytes()) {
      int bits = tensor.getRawData().byteAt(start + last) & lastMask;
      for (int i = start; i < start + last; i++) {
        bits |= tensor.getRawData().byteAt(i);
      }
      count += bits == 0 ? 0 : 1;
    }
    return count;
  }
}
