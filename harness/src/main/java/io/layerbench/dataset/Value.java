package io.layerbench.dataset;

import io.layerbench.base.ElementType;
import io.layerbench.base.TensorData;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * An item on its way through the steps.
 *
 * @param spec what it looks like
 * @param bytes its elements in row-major order, little-endian, from offset 0
 */
record Value(Spec spec, ByteBuffer bytes) {

  Value {
    if (bytes.position() != 0 || bytes.limit() != spec.bytes()) {
      throw new StepException(
          "the item has (" + bytes.limit() + ") bytes where its dimensions need " + spec.bytes());
    }
    bytes.order(ByteOrder.LITTLE_ENDIAN);
  }

  /** A value of zeros. */
  static Value allocate(Spec spec) {
    return new Value(spec, ByteBuffer.allocate(spec.bytes()));
  }

  /** The bytes as the array behind the buffer, for loops that must be fast. */
  byte[] array() {
    if (bytes.arrayOffset() != 0) {
      throw new IllegalStateException("Values are made by allocate or wrap.");
    }
    return bytes.array();
  }

  /** The elements converted to single precision. */
  float[] toFloats() {
    float[] values = new float[spec.elements()];
    ElementType type = spec.type();
    if (type == ElementType.FLOAT) {
      bytes.asFloatBuffer().get(values);
      return values;
    }
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) Elements.get(bytes, i * type.bytes(), type);
    }
    return values;
  }

  /** A FLOAT value with this layout. */
  Value withFloats(float[] values) {
    Value result = allocate(spec.withType(ElementType.FLOAT));
    result.bytes.asFloatBuffer().put(values);
    return result;
  }

  /** The tensor with a leading batch dimension of 1. */
  TensorData toTensor() {
    long[] shape = new long[spec.dims().size() + 1];
    shape[0] = 1;
    for (int i = 1; i < shape.length; i++) {
      shape[i] = spec.dims().get(i - 1);
    }
    TensorData data = TensorData.allocate(spec.type(), shape);
    data.bytes().duplicate().put(bytes.duplicate());
    return data;
  }
}
