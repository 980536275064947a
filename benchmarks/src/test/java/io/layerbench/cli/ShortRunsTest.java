package io.layerbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerbench.base.Precision;
import io.layerbench.ranking.PlanJson;
import io.layerbench.ranking.RankedLayer;
import io.layerbench.ranking.RankingCsv;
import io.layerbench.run.EvaluationJson;
import io.layerbench.run.EvaluationRow;
import io.layerbench.run.RunFolder;
import io.layerbench.run.RunRecord;
import io.layerbench.suite.RunLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What options of a run do, each in a short run. */
class ShortRunsTest {

  private static final List<Object> SHORT =
      List.of("--backend", "cpu", "--iterations", 2, "--warmup", 1, "--forks", 1, "--threads", 1);

  private static Object[] shortRun(String command, Path results, Object... more) throws Exception {
    List<Object> all = new ArrayList<>(List.of(command, "--model", SharedRun.get().model()));
    all.addAll(SHORT);
    all.addAll(List.of("--samples", 2, "--output", results));
    all.addAll(List.of(more));
    return all.toArray();
  }

  @Test
  void quietRunsOfSomeLayersWithGivenSensitivitiesSayOnlyTheOutcome(@TempDir Path folder)
      throws Exception {
    Path results = folder.resolve("results");
    Path file = SharedRun.folder().file("sensitivity.csv");
    Cli.Result result =
        Cli.ok(
            shortRun(
                "run",
                results,
                "--precision",
                "fp32",
                "--layers",
                "dense*2",
                "--sensitivity",
                file,
                "--quiet"));
    assertThat(result.err().lines()).allMatch(line -> line.startsWith("WARNING: "));
    assertThat(result.err()).contains("WARNING: There is no dataset");
    RunFolder run = RunFiles.only(results);
    assertThat(RunFiles.journalled(run))
        .containsExactlyInAnyOrder(
            "cpu/fp32/layer/dense2 #0", "cpu/fp32/model #0", "cpu/mixed/model #0");
    assertThat(run.readRecord().skippedCases())
        .containsEntry("cpu/latency/model", "the run has no INT8");
    assertThat(EvaluationJson.read(run.file("evaluation.json")))
        .extracting(EvaluationRow::method)
        .containsExactly("FP32 Baseline", "Mixed-Precision");
    assertThat(Files.readString(run.file("sensitivity.csv"))).isEqualTo(Files.readString(file));
    List<RankedLayer> rows = rows(run);
    assertThat(rows.get(0).layer()).isEqualTo("dense2");
    assertThat(rows.get(0).rank()).isEqualTo(1);
    assertThat(rows.get(1).rank()).isNull();
    assertThat(rows.get(1).reason()).contains("not timed");
  }

  @Test
  void rulesForSingleLayersAreOfTheRun(@TempDir Path folder) throws Exception {
    Path results = folder.resolve("results");
    Path rules =
        Files.writeString(
            folder.resolve("layers.json"),
            """
            {"format_version": 1, "layers": [
              {"match": "dense2", "precision": "fp32"},
              {"match": "dense1", "weights": "asymmetric", "calibration": "percentile"}]}
            """);
    Cli.ok(shortRun("run", results, "--layer-options", rules, "--precision", "fp32,int8"));
    RunFolder run = RunFiles.only(results);
    assertThat(RunFiles.journalled(run))
        .contains("cpu/int8/layer/dense1 #0", "cpu/fp32/layer/dense2 #0")
        .doesNotContain("cpu/int8/layer/dense2 #0");
    RunRecord record = run.readRecord();
    assertThat(record.skippedCases().get("cpu/int8/layer/dense2")).contains("keep it in fp32");
    assertThat(Objects.requireNonNull(record.schemes().get("cpu")).layers()).hasSize(2);
    assertThat(Files.readString(run.file("sensitivity.csv"))).doesNotContain("dense2,layer");
    assertThat(Files.readString(run.file("report.html"))).contains("--layer-options layers.json");
  }

  private static List<RankedLayer> rows(RunFolder run) {
    return RankingCsv.read(run.file("ranking.csv")).getOrDefault("cpu", List.of());
  }

  @Test
  void withoutSensitivitiesNothingIsRankedAndAReasonIsGiven(@TempDir Path folder) throws Exception {
    Path results = folder.resolve("results");
    Cli.ok(
        shortRun(
            "run", results, "--precision", "fp32", "--layers", "dense1", "--sensitivity", "none"));
    RunFolder run = RunFiles.only(results);
    assertThat(run.file("sensitivity.csv")).doesNotExist();
    assertThat(rows(run))
        .hasSize(2)
        .allSatisfy(row -> assertThat(row.rank()).isNull())
        .anySatisfy(row -> assertThat(row.reason()).contains("no sensitivity was computed"));
    assertThat(run.file("report.html")).isNotEmptyFile();
  }

  @Test
  void aPinnedRunKeepsItsPinsInEveryMethod(@TempDir Path folder) throws Exception {
    Path results = folder.resolve("results");
    Cli.ok(
        shortRun(
            "run", results, "--precision", "fp32,int8", "--keep-float", "dense2", "--share", "1"));
    RunFolder run = RunFiles.only(results);
    for (String plan : List.of("plan.json", "plans/latency.json", "plans/latency+memory.json")) {
      assertThat(PlanJson.read(run.file(plan)).layers())
          .containsEntry("dense1", Precision.INT8)
          .containsEntry("dense2", Precision.FP32);
      assertThat(PlanJson.read(run.file(plan)).policy()).contains("share=1.0, keep-float=dense2");
    }
    // All four plans are one model, which is measured once.
    assertThat(RunFiles.journalled(run))
        .contains("cpu/mixed/model #0")
        .noneMatch(id -> id.startsWith("cpu/latency"));
    assertThat(EvaluationJson.read(run.file("evaluation.json")))
        .filteredOn(row -> "Mixed-Precision".equals(row.details().sameAs()))
        .extracting(EvaluationRow::method)
        // The optimal plan may be another one: it depends on the times.
        .filteredOn(method -> !"Optimal".equals(method))
        .containsExactly("Latency-aware", "Latency+Memory", "Latency+Memory+Sensitivity");
    assertThat(Files.readString(run.file("report.html")))
        .contains("same plan as Mixed-Precision", "--keep-float dense2");
  }

  @Test
  void evaluateMeasuresAPlanEditedByHand(@TempDir Path folder) throws Exception {
    String edited =
        Files.readString(SharedRun.folder().file("plan.json"))
            .replaceAll("\"dense1\" : \"[A-Z0-9]+\"", "\"dense1\" : \"INT8\"")
            .replaceAll("\"dense2\" : \"[A-Z0-9]+\"", "\"dense2\" : \"FP16\"");
    Path plan = Files.writeString(folder.resolve("edited.json"), edited);
    Path results = folder.resolve("results");
    Cli.Result result =
        Cli.ok(shortRun("evaluate", results, "--precision", "fp32,int8", "--plan", plan));
    assertThat(result.out())
        .startsWith("method,accuracy_percent,latency_ms,size_mb")
        .contains("FP32 Baseline,", "INT8 Full PTQ,", "Mixed-Precision,", "report.html");
    RunFolder run = RunFiles.only(results);
    assertThat(PlanJson.read(run.file("plan.json")).layers())
        .containsEntry("dense1", Precision.INT8)
        .containsEntry("dense2", Precision.FP16);
    assertThat(RunLoader.timings(run)).hasSize(3);
  }
}
