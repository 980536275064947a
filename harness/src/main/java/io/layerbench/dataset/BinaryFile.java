package io.layerbench.dataset;

import io.layerbench.base.Digests;
import io.layerbench.base.InvalidInputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file of which parts are read, and which is not kept open between them.
 *
 * @param path the real path
 * @param size the size in bytes when it was first seen
 */
record BinaryFile(Path path, long size) {

  /** Files up to this size are digested whole, larger ones by their ends. */
  private static final long WHOLE = 64L << 20;

  private static final int END = 4 << 20;

  static BinaryFile open(Path path) {
    return new BinaryFile(path, DataRoot.size(path));
  }

  /**
   * Reads a part into a new heap buffer.
   *
   * @throws InvalidInputException where the file has become shorter
   */
  ByteBuffer read(long offset, int length) {
    ByteBuffer buffer = ByteBuffer.allocate(length);
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      while (buffer.hasRemaining()) {
        if (channel.read(buffer, offset + buffer.position()) < 0) {
          throw new InvalidInputException(
              "The file ends before (" + (offset + length) + ") bytes (" + path + ").",
              "it was changed while it was used.");
        }
      }
    } catch (IOException e) {
      throw DataRoot.unreadable(path, e);
    }
    return buffer.flip();
  }

  /** The size, and the digest of the content or, above 64 MiB, of its first and last 4 MiB. */
  String digest() {
    try {
      String content =
          size <= WHOLE
              ? Digests.sha256(path)
              : Digests.sha256(read(0, END).array())
                  + Digests.sha256(read(size - END, END).array());
      return size + " " + content;
    } catch (IOException e) {
      throw DataRoot.unreadable(path, e);
    }
  }
}
