package io.layerbench.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.layerbench.base.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluationJsonTest {

  @Test
  void readsWhatItWrites(@TempDir Path folder) throws IOException {
    List<EvaluationRow> rows = List.of(EvaluationCsvTest.full());
    Path file = Files.writeString(folder.resolve("e.json"), EvaluationJson.text(rows));
    assertThat(EvaluationJson.read(file)).isEqualTo(rows);
  }

  @Test
  void anEarlierProgramKnewNoDetails(@TempDir Path folder) throws IOException {
    String old =
        """
        [{"method": "FP32 Baseline", "backend": "cpu", "accuracy_percent": 50.0, "correct": 1,
          "items": 2, "agreement_percent": null, "psnr_db": null, "latency_ms": 1.5,
          "latency_low_ms": null, "latency_high_ms": null, "size_mb": 0.25, "failure": null}]
        """;
    Path file = Files.writeString(folder.resolve("e.json"), old);
    assertThat(EvaluationJson.read(file))
        .singleElement()
        .satisfies(row -> assertThat(row.details()).isEqualTo(MethodDetails.NONE))
        .satisfies(row -> assertThat(row.latencyMs()).isEqualTo(1.5));
    Files.writeString(file, old.replace("\"items\": 2,", ""));
    assertThatThrownBy(() -> EvaluationJson.read(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("items");
  }

  @Test
  void theExamplesAreRead() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("../results/examples"))) {
      List<Path> runs = files.filter(file -> file.endsWith("evaluation.json")).toList();
      assertThat(runs).isNotEmpty();
      for (Path file : runs) {
        assertThat(EvaluationJson.read(file)).isNotEmpty();
        RunFolder folder = RunFolder.open(file.resolveSibling(""));
        assertThat(folder.journal().read()).isNotEmpty().allMatch(Timing::succeeded);
      }
    }
  }
}
