package io.layerbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerbench.MiniLm;
import io.layerbench.backend.Kernel;
import io.layerbench.run.EvaluationJson;
import io.layerbench.run.EvaluationRow;
import io.layerbench.run.RunFolder;
import io.layerbench.run.Timing;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real transformer with sentences, through the whole main job. */
class MiniLmRunTest {

  /** Its matrices with constant weights: six of each of six layers. */
  private static final int LINEAR = 36;

  private final Path folder;

  MiniLmRunTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void scoresToTheItemAndRunsEveryLinearLayerOnIntegers() throws IOException {
    Path results = folder.resolve("results");

    int exit =
        Main.execute(
            "run",
            "--model",
            MiniLm.model(folder).toString(),
            "--data",
            MiniLm.dataset(folder).toString(),
            "--output",
            results.toString(),
            "--layers",
            "/encoder/layer.0/*",
            "--samples",
            "16",
            "--iterations",
            "2",
            "--warmup",
            "1",
            "--forks",
            "1",
            "--quiet");

    assertThat(exit).isZero();
    RunFolder run = Runs.find("latest", results);
    List<EvaluationRow> rows = EvaluationJson.read(run.file("evaluation.json"));
    assertThat(rows.get(0).correct()).isEqualTo(709);
    assertThat(rows.get(0).items()).isEqualTo(872);
    // Its plan may be another method's, and no case of its own then; but there is one.
    assertThat(rows).extracting(EvaluationRow::method).contains("Optimal");
    everyKernelInPlaceHasItsLayer(run);
    List<String> kernels = kernels(run, "cpu/int8/model");
    assertThat(kernels.stream().filter("QGemm"::equals)).hasSizeGreaterThanOrEqualTo(LINEAR);
    // Attention's own products stay in float, and nothing else that multiplies does.
    assertThat(kernels).doesNotContain("Gemm", "FusedGemm");
    assertThat(run.journal().read())
        .filteredOn(timing -> timing.caseId().equals("cpu/int8/model"))
        .allSatisfy(timing -> assertThat(timing.emulated()).isNull());
  }

  private static void everyKernelInPlaceHasItsLayer(RunFolder run) {
    assertThat(run.readRecord().warnings())
        .noneMatch(warning -> warning.contains("whose layer is not known"));
  }

  private static List<String> kernels(RunFolder run, String caseId) throws IOException {
    return run.journal().read().stream()
        .filter(timing -> timing.caseId().equals(caseId))
        .map(Timing::kernels)
        .flatMap(List::stream)
        .map(Kernel::op)
        .toList();
  }
}
