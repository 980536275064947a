package io.layerbench.cli;

import io.layerbench.base.AtomicFiles;
import io.layerbench.base.EnvironmentException;
import io.layerbench.base.IoReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes files where the user wants them. */
final class OutputFiles {

  private OutputFiles() {}

  /**
   * Writes a text in one step, and makes its folder where there is none.
   *
   * @return the file
   * @throws EnvironmentException where that is not possible
   */
  static Path write(Path file, String text) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      AtomicFiles.write(file, text);
      return file;
    } catch (IOException e) {
      throw new EnvironmentException(
          "The file " + file + " cannot be written (" + IoReason.of(e) + ").",
          "name another place.",
          e);
    }
  }
}
