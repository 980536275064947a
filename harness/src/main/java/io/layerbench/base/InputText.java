package io.layerbench.base;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** Reads text files that a stranger may have made: never more of them than is asked for. */
public final class InputText {

  private InputText() {}

  /**
   * The whole text, in UTF-8.
   *
   * @param most bytes; a larger file is refused before it is read
   * @throws InvalidInputException where the file is larger, or a pipe or device, which might never
   *     end
   * @throws IOException where it cannot be read or is no text in UTF-8
   */
  public static String read(Path file, long most) throws IOException {
    long size = requireFile(file).size();
    if (size > most) {
      throw new InvalidInputException(
          "The file (%s) is too large (%d bytes, limit %d).".formatted(file, size, most),
          "it is not one of this program's files.");
    }
    return Files.readString(file, StandardCharsets.UTF_8);
  }

  /** Refuses a pipe, a socket and a device: reading them may block, or have no end. */
  static BasicFileAttributes requireFile(Path file) throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
    if (attributes.isOther()) {
      throw new InvalidInputException(
          "The path (%s) is a pipe or a device, not a file.".formatted(file),
          "copy its content into a file.");
    }
    return attributes;
  }
}
