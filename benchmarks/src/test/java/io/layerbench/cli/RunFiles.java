package io.layerbench.cli;

import io.layerbench.run.RunFolder;
import io.layerbench.run.Timing;
import io.layerbench.suite.RunLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Looks into results folders. */
final class RunFiles {

  private RunFiles() {}

  /** The only run. */
  static RunFolder only(Path results) {
    List<Path> all = Runs.all(results);
    if (all.size() != 1) {
      throw new AssertionError("runs: " + all);
    }
    return RunFolder.open(all.get(0));
  }

  /** Case and fork of every line of the journal, in its order. */
  static List<String> journalled(RunFolder run) {
    return RunLoader.timings(run).stream().map(RunFiles::key).toList();
  }

  private static String key(Timing timing) {
    return timing.caseId() + " #" + timing.fork();
  }

  /** The content of every file, by its relative name. */
  static Map<String, String> content(Path folder) throws IOException {
    Map<String, String> content = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        byte[] bytes = Files.readAllBytes(file);
        content.put(
            folder.relativize(file).toString().replace('\\', '/'),
            io.layerbench.base.Digests.sha256(bytes));
      }
    }
    return content;
  }

  /** The only file or folder in a folder. */
  static Path onlyChild(Path folder) throws IOException {
    try (Stream<Path> children = Files.list(folder)) {
      List<Path> all = children.toList();
      if (all.size() != 1) {
        throw new AssertionError("children: " + all);
      }
      return all.get(0);
    }
  }

  /** Copies a tree. */
  static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }
}
