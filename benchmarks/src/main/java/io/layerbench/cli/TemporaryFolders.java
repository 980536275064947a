package io.layerbench.cli;

import io.layerbench.base.EnvironmentException;
import io.layerbench.base.IoReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Temporary folders that are gone when the program is. */
final class TemporaryFolders {

  private TemporaryFolders() {}

  /**
   * Makes one.
   *
   * @throws EnvironmentException where that is not possible
   */
  static Path create() {
    try {
      return Files.createTempDirectory("layerbench");
    } catch (IOException e) {
      throw new EnvironmentException(
          "No temporary folder can be made (" + IoReason.of(e) + ").",
          "free some space, or name a folder that can be written by java -Djava.io.tmpdir=DIR.",
          e);
    }
  }

  static void deleteAtExit(Path folder) {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder), "delete-temporary"));
  }

  /** Deletes what can be deleted. */
  static void delete(Path folder) {
    List<Path> paths;
    try (Stream<Path> walk = Files.walk(folder)) {
      paths = walk.sorted(Comparator.reverseOrder()).toList();
    } catch (IOException e) {
      return;
    }
    for (Path path : paths) {
      try {
        Files.deleteIfExists(path);
      } catch (IOException e) {
        // The system's own cleaning of its temporary folder will get it.
        path.toFile().deleteOnExit();
      }
    }
  }
}
