package io.layerbench.base;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * A dense tensor in a direct, little-endian buffer, free of any runtime's types.
 *
 * @param type the element type
 * @param shape the dimensions, all known; empty for a scalar
 * @param bytes the elements in row-major order; its remaining bytes are exactly elements × size
 */
@SuppressWarnings("ArrayRecordComponent") // the array is copied on the way in and out
public record TensorData(ElementType type, long[] shape, ByteBuffer bytes) {

  public TensorData {
    shape = shape.clone();
    long expected = size(type, shape);
    if (bytes.remaining() != expected) {
      throw new IllegalArgumentException(
          "The tensor needs (" + expected + ") bytes and has (" + bytes.remaining() + ").");
    }
    bytes = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
  }

  /** A tensor of zeros in a new direct buffer. */
  public static TensorData allocate(ElementType type, long... shape) {
    return new TensorData(
        type, shape, ByteBuffer.allocateDirect(size(type, shape)).order(ByteOrder.LITTLE_ENDIAN));
  }

  /**
   * How many bytes a tensor takes.
   *
   * @throws InvalidInputException when there are more than one buffer can hold, 2³¹ - 1
   */
  private static int size(ElementType type, long... shape) {
    try {
      return Math.toIntExact(Math.multiplyExact(elements(shape), (long) type.bytes()));
    } catch (ArithmeticException e) {
      throw tooLarge(type.toString(), e, shape);
    }
  }

  private static InvalidInputException tooLarge(String type, ArithmeticException e, long... shape) {
    return new InvalidInputException(
        "A tensor of %s%s takes more than 2147483647 bytes."
            .formatted(type, Arrays.toString(shape)),
        "give the model smaller dimensions.",
        e);
  }

  /** A FLOAT tensor with a copy of these values. */
  public static TensorData ofFloats(float[] values, long... shape) {
    TensorData data = allocate(ElementType.FLOAT, shape);
    data.floats().put(values);
    return data;
  }

  /**
   * The number of elements of a shape; 1 for a scalar.
   *
   * @throws InvalidInputException when there are more than any memory holds
   */
  public static long elements(long... shape) {
    try {
      long n = 1;
      for (long dim : shape) {
        n = Math.multiplyExact(n, dim);
      }
      return n;
    } catch (ArithmeticException e) {
      throw tooLarge("", e, shape);
    }
  }

  /** The number of elements. */
  public long elements() {
    return elements(shape);
  }

  /** The elements of a FLOAT tensor, as a view from the start. */
  public FloatBuffer floats() {
    if (type != ElementType.FLOAT) {
      throw new IllegalStateException("The tensor holds (" + type + "), not floats.");
    }
    return bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN).rewind().asFloatBuffer();
  }

  /** A copy of the elements of a FLOAT tensor. */
  public float[] toFloats() {
    float[] values = new float[Math.toIntExact(elements())];
    floats().get(values);
    return values;
  }

  @Override
  public long[] shape() {
    return shape.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TensorData that
        && type == that.type
        && Arrays.equals(shape, that.shape)
        && bytes.rewind().equals(that.bytes.rewind());
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(shape) + type.hashCode();
  }

  @Override
  public String toString() {
    return type + Arrays.toString(shape);
  }
}
