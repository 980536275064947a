package io.layerbench.sensitivity;

import io.layerbench.base.ElementType;
import io.layerbench.base.TensorData;
import io.layerbench.onnx.TensorType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/**
 * The distinct values of one tensor, one behind the other.
 *
 * @param type at batch 1
 * @param memory with room for all slots
 */
record Slots(TensorType type, Arena.Piece memory) {

  private ByteBuffer buffer() {
    return memory.bytes();
  }

  /** The bytes of one slot. */
  static int bytes(TensorType type) {
    ElementType element = ElementType.ofOnnx(type.elementType());
    return Math.toIntExact(TensorData.elements(type.shape()) * element.bytes());
  }

  /** Consecutive slots as one tensor, over the same memory. */
  TensorData tensor(int first, int count) {
    long[] shape = type.shape();
    if (shape.length > 0) {
      shape[0] *= count;
    }
    int size = bytes(type);
    return new TensorData(
        ElementType.ofOnnx(type.elementType()),
        shape,
        buffer().slice(first * size, count * size).order(ByteOrder.LITTLE_ENDIAN));
  }

  /** One slot's floats. */
  FloatBuffer floats(int slot) {
    return tensor(slot, 1).floats();
  }

  /** Copies a slot to a place in another buffer. */
  void copy(int slot, Slots target, int place) {
    int size = bytes(type);
    target.buffer().put(place * size, buffer(), slot * size, size);
  }
}
