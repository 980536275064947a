package io.layerbench.cli;

import io.layerbench.base.InvalidInputException;
import io.layerbench.base.IoReason;
import io.layerbench.base.LayerbenchException;
import io.layerbench.run.RunFolder;
import io.layerbench.run.RunRecord;
import io.layerbench.suite.TerminalText;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Finds runs in results/device/model/time: by folder, or by the word "latest". */
final class Runs {

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
    // A level at a time, never into a run: what one writes comes and goes while it is listed.
    return folders(results).stream()
        .flatMap(device -> folders(device).stream())
        .flatMap(model -> folders(model).stream())
        .filter(run -> Files.isRegularFile(run.resolve("run.json")))
        .sorted(Comparator.comparing(run -> run.getFileName().toString()))
        .toList();
  }

  /** A run whose run.json could be read. */
  record Recorded(RunFolder folder, RunRecord record) {}

  /**
   * All that can be read, the oldest first.
   *
   * @param err is told of the others
   */
  static List<Recorded> recorded(Path results, PrintWriter err) {
    List<Recorded> recorded = new ArrayList<>();
    for (Path path : all(results)) {
      try {
        RunFolder folder = RunFolder.open(path);
        recorded.add(new Recorded(folder, folder.readRecord()));
      } catch (LayerbenchException e) {
        err.println(TerminalText.plain("Not readable: " + path + ": " + e.getMessage()));
      }
    }
    return recorded;
  }

  private static List<Path> folders(Path parent) {
    try (Stream<Path> children = Files.list(parent)) {
      return children.filter(Files::isDirectory).toList();
    } catch (IOException e) {
      throw unlisted(parent, e);
    } catch (UncheckedIOException e) {
      throw unlisted(parent, Objects.requireNonNull(e.getCause()));
    }
  }

  private static InvalidInputException unlisted(Path folder, IOException e) {
    return new InvalidInputException(
        "The folder " + folder + " cannot be listed (" + IoReason.of(e) + ").",
        "check its permissions.",
        e);
  }
}
