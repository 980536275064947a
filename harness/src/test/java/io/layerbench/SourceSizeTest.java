package io.layerbench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Small files: no main Java file over 300 lines. */
class SourceSizeTest {

  private static final int MOST_LINES = 300;

  /** Why a file may be longer, by its name. */
  private static final Map<String, String> EXCEPTIONS = Map.of();

  private static final Path ROOT =
      Path.of(System.getProperty("basedir", "")).toAbsolutePath().getParent();

  @Test
  void noMainFileIsLong() throws IOException {
    List<String> tooLong = new ArrayList<>();
    for (Path file : sources()) {
      long lines = lines(file);
      if (lines > MOST_LINES && !EXCEPTIONS.containsKey(name(file))) {
        tooLong.add(name(file) + " has " + lines + " lines");
      }
    }
    assertThat(tooLong).isEmpty();
  }

  @Test
  void noExceptionIsLeftOver() throws IOException {
    List<String> needed = new ArrayList<>();
    for (Path file : sources()) {
      if (lines(file) > MOST_LINES) {
        needed.add(name(file));
      }
    }
    assertThat(needed).containsAll(EXCEPTIONS.keySet());
  }

  @Test
  void bothModulesAreLookedAt() throws IOException {
    assertThat(sources().stream().map(SourceSizeTest::name)).contains("Main.java", "Suite.java");
  }

  private static List<Path> sources() throws IOException {
    List<Path> files = new ArrayList<>();
    for (String module : List.of("harness", "benchmarks")) {
      try (Stream<Path> tree = Files.walk(ROOT.resolve(module).resolve("src/main/java"))) {
        tree.filter(file -> file.toString().endsWith(".java")).forEach(files::add);
      }
    }
    return files;
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }

  private static long lines(Path file) throws IOException {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.count();
    }
  }
}
