package io.layerbench.sensitivity;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Direct memory that tensors of all sizes take turns in: what is given back joins its free
 * neighbours, so that the memory held is little more than what is in use at a time.
 */
final class Arena {

  private static final int CHUNK = 16 << 20;
  private static final int ALIGNMENT = 64;

  private final List<Chunk> chunks = new ArrayList<>();

  /**
   * A piece of memory.
   *
   * @param bytes exactly those asked for; their content is left over from before
   */
  record Piece(ByteBuffer bytes, Chunk chunk, int offset, int size) {

    void free() {
      chunk.free(offset, size);
    }
  }

  /** A piece of that many bytes. */
  Piece take(int bytes) {
    int size = Math.max(ALIGNMENT, Math.addExact(bytes, ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT);
    for (Chunk chunk : chunks) {
      Piece piece = chunk.take(bytes, size);
      if (piece != null) {
        return piece;
      }
    }
    Chunk chunk = new Chunk(Math.max(CHUNK, size));
    chunks.add(chunk);
    Piece piece = chunk.take(bytes, size);
    if (piece == null) {
      throw new IllegalStateException("a new chunk has no room");
    }
    return piece;
  }

  /** One allocation, with its free parts by offset. */
  static final class Chunk {

    private final ByteBuffer memory;
    private final TreeMap<Integer, Integer> free = new TreeMap<>();

    private Chunk(int size) {
      memory = ByteBuffer.allocateDirect(size);
      free.put(0, size);
    }

    private @Nullable Piece take(int bytes, int size) {
      Map.Entry<Integer, Integer> hole =
          free.entrySet().stream().filter(one -> one.getValue() >= size).findFirst().orElse(null);
      if (hole == null) {
        return null;
      }
      int offset = hole.getKey();
      int left = hole.getValue() - size;
      free.remove(offset);
      if (left > 0) {
        free.put(offset + size, left);
      }
      ByteBuffer slice = memory.slice(offset, bytes).order(ByteOrder.LITTLE_ENDIAN);
      return new Piece(slice, this, offset, size);
    }

    private void free(int offset, int size) {
      int begin = offset;
      int length = size;
      Map.Entry<Integer, Integer> before = free.lowerEntry(offset);
      if (before != null && before.getKey() + before.getValue() == offset) {
        begin = before.getKey();
        length += before.getValue();
      }
      Integer after = free.remove(offset + size);
      free.put(begin, length + (after == null ? 0 : after));
    }
  }
}
