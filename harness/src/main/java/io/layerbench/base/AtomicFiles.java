package io.layerbench.base;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Writes files so that a reader, or a crash, sees the old content or the new one and nothing
 * between.
 */
public final class AtomicFiles {

  /** How a name ends until its file is whole. */
  public static final String SUFFIX = ".tmp";

  private AtomicFiles() {}

  /**
   * Writes the bytes to a temporary name beside the file, forces them to the disk and moves them
   * into place.
   */
  public static void write(Path file, byte[] bytes) throws IOException {
    Path temporary = file.resolveSibling(file.getFileName() + SUFFIX);
    try (FileChannel channel = fresh(temporary)) {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(true);
    }
    replace(file, temporary);
  }

  /**
   * A file that nobody has had before: one of that name may be a link to a file elsewhere, which
   * keeps its content.
   */
  private static FileChannel fresh(Path temporary) throws IOException {
    try {
      return create(temporary);
    } catch (FileAlreadyExistsException e) {
      Files.delete(temporary);
      return create(temporary);
    }
  }

  private static FileChannel create(Path file) throws IOException {
    return FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  /** Moves a temporary file, which lies beside the file and is on the disk, into its place. */
  private static void replace(Path file, Path temporary) throws IOException {
    Files.move(
        temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /**
   * Lets someone else write the file, under a temporary name beside it that is gone in the end.
   *
   * @param writer gets an empty file
   */
  public static void writeBy(Path file, Writer writer) throws IOException {
    Path temporary = file.resolveSibling(file.getFileName() + SUFFIX);
    try {
      fresh(temporary).close();
      writer.write(temporary);
      try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      replace(file, temporary);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /** Writes a file that a library opens by its name. */
  @FunctionalInterface
  public interface Writer {
    void write(Path temporary) throws IOException;
  }

  /** Writes text in UTF-8, as {@link #write(Path, byte[])} does. */
  public static void write(Path file, String text) throws IOException {
    write(file, text.getBytes(StandardCharsets.UTF_8));
  }
}
