package io.layerbench.cli;

import io.layerbench.base.InvalidInputException;
import io.layerbench.run.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Finds runs: by folder, or by the word "latest". */
final class Runs {

  /** results/device/model/time/run.json. */
  private static final int DEPTH = 4;

  private Runs() {}

  /**
   * The run that a user names.
   *
   * @param results where "latest" looks
   * @throws InvalidInputException when there is none
   */
  static RunFolder find(String name, Path results) {
    if (!name.equals("latest")) {
      return RunFolder.open(Path.of(name));
    }
    List<Path> all = all(results);
    if (all.isEmpty()) {
      throw new InvalidInputException(
          "There is no run under " + results + ".",
          "start one, or name another folder with --output.");
    }
    return RunFolder.open(all.get(all.size() - 1));
  }

  /** All runs, the oldest first by the time in their names. */
  static List<Path> all(Path results) {
    if (!Files.isDirectory(results)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(results, DEPTH)) {
      return files
          .filter(file -> file.getFileName().toString().equals("run.json"))
          .map(Path::getParent)
          .sorted(Comparator.comparing(folder -> folder.getFileName().toString()))
          .toList();
    } catch (IOException e) {
      throw new InvalidInputException(
          "The folder " + results + " cannot be listed (" + e + ").", "check its permissions.", e);
    }
  }
}
