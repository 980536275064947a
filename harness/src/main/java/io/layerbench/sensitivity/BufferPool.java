package io.layerbench.sensitivity;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;

/** Direct buffers to be used again: making them is slow, and freeing them is the collector's. */
final class BufferPool {

  private static final int LEAST = 1 << 12;

  private final TreeMap<Integer, Deque<ByteBuffer>> free = new TreeMap<>();

  /** A buffer of at least that many bytes; its content is left over from before. */
  ByteBuffer take(int bytes) {
    Map.Entry<Integer, Deque<ByteBuffer>> fitting = free.ceilingEntry(Math.max(LEAST, bytes));
    // A buffer of many times the size would be missed where it belongs.
    if (fitting != null && fitting.getKey() <= 2L * Math.max(LEAST, bytes)) {
      ByteBuffer buffer = fitting.getValue().remove();
      if (fitting.getValue().isEmpty()) {
        free.remove(fitting.getKey());
      }
      return buffer;
    }
    return ByteBuffer.allocateDirect(Math.max(LEAST, bytes)).order(ByteOrder.LITTLE_ENDIAN);
  }

  void giveBack(ByteBuffer buffer) {
    free.computeIfAbsent(buffer.capacity(), size -> new ArrayDeque<>()).add(buffer);
  }
}
