package io.layerbench.quantize;

import io.layerbench.base.ElementType;
import io.layerbench.base.InvalidInputException;
import io.layerbench.onnx.Tensors;
import io.layerbench.onnx.proto.TensorProto;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A constant as the integers that a file holds for it.
 *
 * @param integers an INT8, UINT8 or INT32 tensor
 * @param parameters what they stand for
 */
public record StoredConstant(TensorProto integers, QuantizationParameters parameters) {

  /** The dimensions. */
  long[] dims() {
    return WeightQuantizer.dims(integers);
  }

  /** The FLOAT tensor of that name: {@code (q − z) · s}, in single precision as ONNX defines it. */
  public TensorProto dequantized(String name) {
    int[] quantized = values(integers);
    float[] values = new float[quantized.length];
    Integer axis = parameters.axis();
    int inner = axis == null ? 1 : inner(dims(), axis);
    for (int i = 0; i < values.length; i++) {
      int channel = axis == null ? 0 : i / inner % parameters.scales().size();
      values[i] = (quantized[i] - parameters.zeroPoint(channel)) * parameters.scale(channel);
    }
    return Tensors.ofFloats(name, values, dims());
  }

  private static int inner(long[] dims, int axis) {
    return Math.toIntExact(
        Math.max(1, Arrays.stream(dims, axis + 1, dims.length).reduce(1, Math::multiplyExact)));
  }

  /** True where that FLOAT tensor holds exactly what these integers stand for. */
  boolean standsFor(TensorProto floats) {
    return floats.getDimsList().equals(integers.getDimsList())
        && Arrays.equals(Tensors.floats(floats), Tensors.floats(dequantized("")));
  }

  /** The integers of a FLOAT constant as QuantizeLinear gives them. */
  static StoredConstant quantized(TensorProto floats, QuantizationParameters parameters) {
    float[] values = Tensors.floats(floats);
    IntegerRange range = IntegerRange.of(parameters.elementType());
    long[] dims = WeightQuantizer.dims(floats);
    int[] integers = new int[values.length];
    Integer axis = parameters.axis();
    int inner = axis == null ? 1 : inner(dims, axis);
    for (int i = 0; i < values.length; i++) {
      int channel = axis == null ? 0 : i / inner % parameters.scales().size();
      integers[i] =
          range.quantize(values[i], parameters.scale(channel), parameters.zeroPoint(channel));
    }
    return new StoredConstant(tensor(parameters.elementType(), integers, dims), parameters);
  }

  /** The same with its bytes in the one form that this program writes. */
  StoredConstant normal() {
    return new StoredConstant(
        tensor(parameters.elementType(), values(integers), dims()), parameters);
  }

  /** The constant with its dimensions in another order, as ONNX's Transpose gives it. */
  StoredConstant transposed(int[] order) {
    long[] from = dims();
    long[] to = Arrays.stream(order).mapToLong(axis -> from[axis]).toArray();
    int[] strides = new int[from.length];
    int stride = 1;
    for (int axis = from.length - 1; axis >= 0; axis--) {
      strides[axis] = stride;
      stride *= Math.toIntExact(from[axis]);
    }
    int[] values = values(integers);
    int[] moved = new int[values.length];
    for (int i = 0; i < moved.length; i++) {
      int rest = i;
      int source = 0;
      for (int axis = to.length - 1; axis >= 0; axis--) {
        source += (int) (rest % to[axis]) * strides[order[axis]];
        rest /= (int) to[axis];
      }
      moved[i] = values[source];
    }
    Integer axis = parameters.axis();
    return new StoredConstant(
        tensor(parameters.elementType(), moved, to),
        new QuantizationParameters(
            parameters.scales(),
            parameters.zeroPoints(),
            axis == null ? null : place(order, axis),
            parameters.elementType()));
  }

  private static @Nullable Integer place(int[] order, int axis) {
    for (int i = 0; i < order.length; i++) {
      if (order[i] == axis) {
        return i;
      }
    }
    throw new IllegalArgumentException("no order of dimensions: " + Arrays.toString(order));
  }

  /** An integer tensor without a name. */
  static TensorProto tensor(ElementType type, int[] values, long... dims) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * type.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    for (int value : values) {
      if (type == ElementType.INT32) {
        bytes.putInt(value);
      } else {
        bytes.put((byte) value);
      }
    }
    return Tensors.of("", type, bytes.flip(), dims);
  }

  /** The elements of an INT8, UINT8 or INT32 tensor. */
  static int[] values(TensorProto tensor) {
    int[] values = new int[Math.toIntExact(Tensors.elements(tensor))];
    ElementType type = ElementType.ofOnnx(tensor.getDataType());
    ByteBuffer raw = tensor.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    long found =
        tensor.hasRawData() ? raw.remaining() : (long) tensor.getInt32DataCount() * type.bytes();
    if (found != (long) values.length * type.bytes()) {
      throw new InvalidInputException(
          "The tensor ("
              + tensor.getName()
              + ") has not the ("
              + values.length
              + ") elements that its dimensions announce.",
          "the file is damaged.");
    }
    for (int i = 0; i < values.length; i++) {
      if (!tensor.hasRawData()) {
        values[i] = tensor.getInt32Data(i);
      } else if (type == ElementType.INT32) {
        values[i] = raw.getInt();
      } else {
        byte value = raw.get();
        values[i] = type == ElementType.UINT8 ? value & 0xff : value;
      }
    }
    return values;
  }
}
