package io.layerbench.onnx;

import com.google.protobuf.ByteString;
import io.layerbench.base.ElementType;
import io.layerbench.base.InvalidInputException;
import io.layerbench.base.TensorData;
import io.layerbench.onnx.proto.TensorProto;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Conversions between ONNX tensors and Java arrays. */
public final class Tensors {

  private Tensors() {}

  /** The number of elements that the dimensions announce. */
  public static long elements(TensorProto tensor) {
    return TensorData.elements(tensor.getDimsList().stream().mapToLong(Long::longValue).toArray());
  }

  /** True for FLOAT, FLOAT16 and DOUBLE tensors. */
  public static boolean isFloatingPoint(TensorProto tensor) {
    return tensor.getDataType() == ElementType.FLOAT.onnx()
        || tensor.getDataType() == ElementType.FLOAT16.onnx()
        || tensor.getDataType() == ElementType.DOUBLE.onnx();
  }

  /**
   * The values of a FLOAT tensor.
   *
   * @throws InvalidInputException where the data does not match the dimensions
   */
  public static float[] floats(TensorProto tensor) {
    if (tensor.getDataType() != ElementType.FLOAT.onnx()) {
      throw new InvalidInputException(
          "The tensor ("
              + tensor.getName()
              + ") has the type ("
              + tensor.getDataType()
              + "), not FLOAT.",
          "");
    }
    float[] values = new float[Math.toIntExact(elements(tensor))];
    if (tensor.hasRawData()) {
      ByteBuffer raw = tensor.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
      check(tensor, raw.remaining(), 4L * values.length);
      raw.asFloatBuffer().get(values);
    } else {
      check(tensor, tensor.getFloatDataCount(), values.length);
      for (int i = 0; i < values.length; i++) {
        values[i] = tensor.getFloatData(i);
      }
    }
    return values;
  }

  /** The values of an INT64 or INT32 tensor. */
  public static long[] longs(TensorProto tensor) {
    int n = Math.toIntExact(elements(tensor));
    boolean wide = tensor.getDataType() == ElementType.INT64.onnx();
    long[] values = new long[n];
    if (tensor.hasRawData()) {
      ByteBuffer raw = tensor.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
      check(tensor, raw.remaining(), (wide ? 8L : 4L) * n);
      for (int i = 0; i < n; i++) {
        values[i] = wide ? raw.getLong() : raw.getInt();
      }
    } else {
      check(tensor, wide ? tensor.getInt64DataCount() : tensor.getInt32DataCount(), n);
      for (int i = 0; i < n; i++) {
        values[i] = wide ? tensor.getInt64Data(i) : tensor.getInt32Data(i);
      }
    }
    return values;
  }

  private static void check(TensorProto tensor, long found, long expected) {
    if (found != expected) {
      throw new InvalidInputException(
          "The tensor ("
              + tensor.getName()
              + ") has ("
              + found
              + ") bytes or elements where its dimensions announce ("
              + expected
              + ").",
          "the file is damaged.");
    }
  }

  /** A FLOAT tensor. */
  public static TensorProto ofFloats(String name, float[] values, long... dims) {
    ByteBuffer raw = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    raw.asFloatBuffer().put(values);
    return of(name, ElementType.FLOAT, raw, dims);
  }

  /** An INT64 tensor. */
  public static TensorProto ofLongs(String name, long[] values, long... dims) {
    ByteBuffer raw = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    raw.asLongBuffer().put(values);
    return of(name, ElementType.INT64, raw, dims);
  }

  /** A tensor of any type from its little-endian bytes (position to limit). */
  public static TensorProto of(String name, ElementType type, ByteBuffer bytes, long... dims) {
    return TensorProto.newBuilder()
        .setName(name)
        .setDataType(type.onnx())
        .addAllDims(Arrays.stream(dims).boxed().toList())
        .setRawData(ByteString.copyFrom(bytes.duplicate()))
        .build();
  }
}
