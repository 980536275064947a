package io.layerbench.dataset;

import io.layerbench.base.Digests;
import io.layerbench.base.InvalidInputException;
import io.layerbench.base.IoReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folder that a dataset may read, and nothing outside it: its paths are relative, and where
 * they lead, links followed, must lie inside.
 */
final class DataRoot {

  private final Path root;

  /**
   * @throws InvalidInputException where the folder does not exist
   */
  DataRoot(Path root) {
    try {
      this.root = root.toRealPath();
    } catch (IOException e) {
      throw new InvalidInputException(
          "The data folder cannot be opened (" + root + ").", "check its name.", e);
    }
  }

  /**
   * The real path of a regular file.
   *
   * @param relative the path as the dataset gives it
   * @param where who names it, for errors
   */
  Path file(String relative, String where) {
    Path real = resolve(root, relative, where);
    if (!Files.isRegularFile(real)) {
      throw refused(relative, where, "is not a regular file");
    }
    return real;
  }

  /** The real path of a folder. */
  Path folder(String relative, String where) {
    Path real = resolve(root, relative, where);
    if (!Files.isDirectory(real)) {
      throw refused(relative, where, "is not a folder");
    }
    return real;
  }

  /** The real path of a regular file named relative to a folder of this root. */
  Path file(Path folder, String relative, String where) {
    Path real = resolve(folder, relative, where);
    if (!Files.isRegularFile(real)) {
      throw refused(relative, where, "is not a regular file");
    }
    return real;
  }

  /** The names of the regular files in a folder, sorted; hidden ones are left out. */
  static List<String> names(Path folder) {
    try (Stream<Path> paths = Files.list(folder)) {
      return paths
          .filter(Files::isRegularFile)
          .map(path -> path.getFileName().toString())
          .filter(name -> !name.startsWith("."))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new InvalidInputException(
          "The folder cannot be listed (" + folder + ").", "check its permissions.", e);
    }
  }

  /** The size of a file in bytes. */
  static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /** The digest of a file's content. */
  static String digest(Path file) {
    try {
      return Digests.sha256(file);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  static InvalidInputException unreadable(Path file, IOException e) {
    return new InvalidInputException(
        "The file cannot be read (" + file + ": " + IoReason.of(e) + ").",
        "check its permissions.",
        e);
  }

  private Path resolve(Path base, String relative, String where) {
    try {
      Path path = Path.of(relative);
      if (path.isAbsolute() || path.getRoot() != null || path.normalize().startsWith("..")) {
        throw refused(relative, where, "leaves the data folder");
      }
      Path real = base.resolve(path).toRealPath();
      if (!real.startsWith(root)) {
        throw refused(relative, where, "leads out of the data folder");
      }
      return real;
    } catch (InvalidPathException e) {
      throw refused(relative, where, "is not a path");
    } catch (NoSuchFileException e) {
      throw refused(relative, where, "does not exist");
    } catch (IOException e) {
      throw refused(relative, where, "cannot be reached");
    }
  }

  private InvalidInputException refused(String relative, String where, String why) {
    return new InvalidInputException(
        "The path (" + relative + ") at " + where + " " + why + ".",
        "paths are relative to the data folder (" + root + ") and stay inside it.");
  }
}
