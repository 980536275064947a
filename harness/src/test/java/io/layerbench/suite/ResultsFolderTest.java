package io.layerbench.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.layerbench.base.EnvironmentException;
import io.layerbench.onnx.TestModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Results folders that are no plain folder. */
class ResultsFolderTest {

  private final Path folder;

  ResultsFolderTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private InstantRun run() throws IOException {
    return new InstantRun(
        folder.resolve("model.onnx"),
        TestModels.mlp(),
        InstantRun.options(1, 3),
        new RememberingWorker());
  }

  private static List<Path> reports(Path results) throws IOException {
    try (Stream<Path> files = Files.walk(results)) {
      return files.filter(file -> file.endsWith("report.html")).toList();
    }
  }

  @Test
  void oneThatIsMissingIsMadeWithItsParents() throws Exception {
    Path results = folder.resolve("a/b/results");

    run().begin(results);

    assertThat(reports(results)).hasSize(1);
  }

  @Test
  void oneThatIsALinkIsFollowed() throws Exception {
    Path real = Files.createDirectories(folder.resolve("disk/results"));
    Path link = Files.createSymbolicLink(folder.resolve("results"), real);

    run().begin(link);

    assertThat(reports(real)).hasSize(1);
    assertThat(link).isSymbolicLink();
  }

  @Test
  void oneThatCannotBeWrittenIsRefusedBeforeAnythingIsMeasured() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "precious");
    Path dangling = Files.createSymbolicLink(folder.resolve("lost"), folder.resolve("nowhere"));
    for (Path results : List.of(file, file.resolve("results"), dangling)) {
      InstantRun run = run();
      assertThatThrownBy(() -> run.begin(results))
          .as(results.toString())
          .isInstanceOf(EnvironmentException.class)
          .hasMessageContainingAll(results.toString(), "cannot be written", "--output");
      assertThat(run.timed()).isEmpty();
    }
    assertThat(file).hasContent("precious");
  }
}
