package io.layerbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerbench.base.Json;
import io.layerbench.base.Precision;
import io.layerbench.onnx.TestModels;
import io.layerbench.ranking.PlanJson;
import io.layerbench.ranking.RankedLayer;
import io.layerbench.ranking.RankingCsv;
import io.layerbench.run.EvaluationCsv;
import io.layerbench.run.EvaluationJson;
import io.layerbench.run.EvaluationRow;
import io.layerbench.run.RunFolder;
import io.layerbench.run.RunRecord;
import io.layerbench.suite.RunLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What the commands promise: names, files, data on standard output, talk on standard error. */
class ContractTest {

  private static final List<Object> SHORT =
      List.of("--backend", "cpu", "--iterations", 2, "--warmup", 1, "--forks", 1, "--threads", 1);

  private static RunFolder sharedRun() throws Exception {
    return RunFiles.only(SharedRun.get().results());
  }

  /** A results folder of its own to change. */
  private static Path copy(Path folder) throws Exception {
    Path results = folder.resolve("results");
    RunFiles.copy(SharedRun.get().results(), results);
    return results;
  }

  private static Cli.Result ok(Object... arguments) {
    Cli.Result result = Cli.here(arguments);
    assertThat(result.exitCode()).as(result.text()).isZero();
    return result;
  }

  private static Object[] shortRun(String command, Path results, Object... more) throws Exception {
    List<Object> all = new ArrayList<>(List.of(command, "--model", SharedRun.get().model()));
    all.addAll(SHORT);
    all.addAll(List.of("--samples", 2, "--output", results));
    all.addAll(List.of(more));
    return all.toArray();
  }

  @Test
  void aRunWithoutDataWarnsLoudlyAndStillMeasuresAgreementAndPsnr() throws Exception {
    Cli.Result result = SharedRun.get().result();
    assertThat(result.err()).contains("WARNING: There is no dataset").contains("Give --data");
    RunFolder run = sharedRun();
    assertThat(run.readRecord().warnings()).anyMatch(one -> one.contains("There is no dataset"));
    assertThat(EvaluationJson.read(run.file("evaluation.json")))
        .hasSize(7)
        .allSatisfy(row -> assertThat(row.details().predictedLatencyMs()).isPositive())
        .allSatisfy(row -> assertThat(row.details().loss()).isNull())
        .allSatisfy(row -> assertThat(row.details().itemsPerSecond()).isPositive())
        .allSatisfy(row -> assertThat(row.details().peakMemoryMb()).isPositive())
        .allSatisfy(row -> assertThat(row.details().parameters()).containsKey("float"))
        .allSatisfy(
            row ->
                assertThat(row.details().layers().values().stream().mapToInt(n -> n).sum())
                    .isEqualTo(2))
        .allSatisfy(row -> assertThat(row.accuracyPercent()).isNull())
        .filteredOn(row -> !row.method().equals(EvaluationCsv.FP32))
        // A method may find that nothing gains in INT8.
        .filteredOn(row -> !EvaluationCsv.FP32.equals(row.details().sameAs()))
        .allSatisfy(row -> assertThat(row.agreementPercent()).isBetween(0.0, 100.0))
        .allSatisfy(row -> assertThat(row.psnrDb()).isPositive());
    assertThat(Files.readString(run.file("report.html"))).contains("no dataset");
  }

  @Test
  void talkGoesToStandardErrorAndTheOutcomeToStandardOutput() throws Exception {
    Cli.Result result = SharedRun.get().result();
    assertThat(result.err()).contains("CPU:", "Cases: ", "Ranking on cpu");
    assertThat(result.out().lines()).hasSize(2);
    assertThat(result.out()).contains("Report: ").contains("report.html");
    assertThat(result.out() + result.err()).doesNotContain("\u001b");
  }

  @Test
  void aRunsFolderHasTheFilesOfTheContract() throws Exception {
    assertThat(sharedRun().files())
        .contains(
            "run.json",
            "timings.jsonl",
            "sensitivity.csv",
            "ranking.csv",
            "plan.json",
            "models/int8.onnx",
            "models/mixed.onnx",
            "inplace.jsonl",
            "inplace.csv",
            "costs.json",
            "reconciliation.csv",
            "order.csv",
            "plans/optimal.json",
            "plans/latency.json",
            "plans/latency+memory.json",
            "plans/latency+memory+sensitivity.json",
            "evaluation.csv",
            "report.html")
        .anyMatch(name -> name.startsWith("jmh/"))
        .noneMatch(name -> name.endsWith(".tmp"));
    assertThat(Files.exists(sharedRun().work())).isFalse();
    assertThat(Files.readString(sharedRun().file("run.json")))
        .doesNotContain(SharedRun.get().results().toString());
  }

  @Test
  void listNamesTheRuns(@TempDir Path empty) throws Exception {
    Path results = SharedRun.get().results();
    assertThat(ok("list", "--output", results).out())
        .contains("NORMAL", "mlp", sharedRun().path().toString());
    JsonNode tree = Json.tree(ok("list", "--output", results, "--format", "json").out(), "list");
    assertThat(tree.size()).isEqualTo(1);
    assertThat(tree.get(0).get("termination").asString()).isEqualTo("NORMAL");
    assertThat(ok("list", "--output", empty).out()).isEmpty();
    assertThat(ok("list", "--output", empty.resolve("none")).out()).isEmpty();
  }

  @Test
  void rankPrintsAndChangesNothing() throws Exception {
    Path results = SharedRun.get().results();
    Map<String, String> before = RunFiles.content(results);
    assertThat(ok("rank", "latest", "--output", results).out())
        .contains("Ranking on cpu", "dense1", "dense2", "percentile");
    assertThat(ok("rank", sharedRun().path(), "--score", "paper").out()).contains("\"paper\"");
    assertThat(ok("rank", sharedRun().path(), "--policy", "latency+memory", "--share", "1").out())
        .contains("INT8")
        .doesNotContain("FP16");
    String json = ok("rank", "latest", "--output", results, "--format", "json").out();
    assertThat(Json.tree(json, "rank").get(0).get("rows").size()).isEqualTo(2);
    assertThat(RunFiles.content(results)).isEqualTo(before);
  }

  @Test
  void rankSavesUnderNewNumbersAndOverwritesNothing(@TempDir Path folder) throws Exception {
    Path results = copy(folder);
    Path run = RunFiles.only(results).path();
    Map<String, String> before = RunFiles.content(run);
    ok("rank", "latest", "--output", results, "--save");
    ok("rank", run, "--save", "--score", "paper");
    Map<String, String> after = RunFiles.content(run);
    assertThat(after).containsAllEntriesOf(before);
    after.keySet().removeAll(before.keySet());
    assertThat(after)
        .containsOnlyKeys("ranking-2.csv", "ranking-3.csv", "plan-2.json", "plan-3.json");
    assertThat(PlanJson.read(run.resolve("plan-3.json")).score()).isEqualTo("paper");
    assertThat(after.get("ranking-2.csv")).isEqualTo(before.get("ranking.csv"));
  }

  @Test
  void reportMakesTheSameBytesAgain(@TempDir Path folder) throws Exception {
    Path results = copy(folder);
    RunFolder run = RunFiles.only(results);
    byte[] before = Files.readAllBytes(run.file("report.html"));
    Files.delete(run.file("report.html"));
    assertThat(ok("report", "latest", "--output", results).out()).contains("report.html");
    assertThat(Files.readAllBytes(run.file("report.html"))).isEqualTo(before);
    ok("report", run.path(), run.path());
    assertThat(Files.readAllBytes(run.file("report.html"))).isEqualTo(before);
  }

  @Test
  void devicePrintsTextAndJsonAndSaves(@TempDir Path folder) {
    assertThat(ok("device").out()).contains("CPU:", "Backend cpu: available", "Backend cuda: un");
    JsonNode tree = Json.tree(ok("device", "--format", "json").out(), "device");
    assertThat(tree.get("backends").size()).isGreaterThanOrEqualTo(4);
    Path profiles = folder.resolve("profiles");
    ok("device", "--save", "--output", profiles);
    String id = tree.get("device").get("id").asString();
    assertThat(profiles.resolve(id + ".json")).isNotEmptyFile();
  }

  @Test
  void layersPrintsTextAndJson() throws Exception {
    Path model = SharedRun.get().model();
    assertThat(ok("layers", "--model", model).out()).contains("dense1", "dense2", "softmax");
    JsonNode tree = Json.tree(ok("layers", "--model", model, "--format", "json").out(), "layers");
    assertThat(tree.get(0).get("name").asString()).isEqualTo("dense1");
    assertThat(tree.get(0).get("parameters").asLong()).isEqualTo(16 * 32 + 32);
  }

  @Test
  void aDryRunShowsTheCasesAndLeavesNoFolder(@TempDir Path folder) throws Exception {
    Path results = folder.resolve("results");
    List<Object> all = new ArrayList<>(List.of("run", "--dry-run"));
    all.addAll(SharedRun.options(SharedRun.get().model(), results));
    Cli.Result result = ok(all.toArray());
    // Which methods are measured besides is known once there is a ranking.
    List<String> planned = sharedRun().readRecord().plannedCases();
    List<String> shown = result.out().lines().toList();
    assertThat(planned).startsWith(shown.toArray(new String[0]));
    assertThat(planned.subList(shown.size(), planned.size()))
        .allMatch(id -> id.matches("cpu/latency(\\+memory(\\+sensitivity)?)?/model"));
    assertThat(result.err()).contains("CPU:", "other policies");
    assertThat(results).doesNotExist();
  }

  @Test
  void quietRunsOfSomeLayersWithGivenSensitivitiesSayOnlyTheOutcome(@TempDir Path folder)
      throws Exception {
    Path results = folder.resolve("results");
    Path file = sharedRun().file("sensitivity.csv");
    Cli.Result result =
        ok(
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
    ok(shortRun("run", results, "--layer-options", rules, "--precision", "fp32,int8"));
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
    ok(
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
  void anOrderSaysHowMuchItDependsOnScoreAndNorm() throws Exception {
    List<String> lines = Files.readAllLines(sharedRun().file("order.csv"));
    assertThat(lines)
        .hasSize(6)
        .startsWith("backend,kind,name,layers,tau,changed")
        .anyMatch(line -> line.startsWith("cpu,score,paper,2,"))
        .anyMatch(line -> line.startsWith("cpu,score,memory only,2,"))
        .anyMatch(line -> line.matches("cpu,sensitivity norm,relative,2,-?1.0,[0-2]"));
    assertThat(Files.readString(sharedRun().file("report.html")))
        .contains("How much the order depends on the choice");
  }

  @Test
  void aPinnedRunKeepsItsPinsInEveryMethod(@TempDir Path folder) throws Exception {
    Path results = folder.resolve("results");
    ok(
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
        .containsExactly("Latency-aware", "Latency+Memory", "Latency+Memory+Sensitivity");
    assertThat(Files.readString(run.file("report.html")))
        .contains("same plan as Mixed-Precision", "--keep-float dense2");
  }

  @Test
  void evaluateMeasuresAPlanEditedByHand(@TempDir Path folder) throws Exception {
    String edited =
        Files.readString(sharedRun().file("plan.json"))
            .replaceAll("\"dense1\" : \"[A-Z0-9]+\"", "\"dense1\" : \"INT8\"")
            .replaceAll("\"dense2\" : \"[A-Z0-9]+\"", "\"dense2\" : \"FP16\"");
    Path plan = Files.writeString(folder.resolve("edited.json"), edited);
    Path results = folder.resolve("results");
    Cli.Result result =
        ok(shortRun("evaluate", results, "--precision", "fp32,int8", "--plan", plan));
    assertThat(result.out())
        .startsWith("method,accuracy_percent,latency_ms,size_mb")
        .contains("FP32 Baseline,", "INT8 Full PTQ,", "Mixed-Precision,", "report.html");
    RunFolder run = RunFiles.only(results);
    assertThat(PlanJson.read(run.file("plan.json")).layers())
        .containsEntry("dense1", Precision.INT8)
        .containsEntry("dense2", Precision.FP16);
    assertThat(RunLoader.timings(run)).hasSize(3);
  }

  @Test
  void layersSaysWhyALayerStaysInFloat(@TempDir Path folder) throws IOException {
    Path model = Files.write(folder.resolve("lstm.onnx"), TestModels.lstm().toBytes());
    Cli.Result result = ok("layers", "--model", model);
    assertThat(result.out()).contains("lstm", "glue", "float: ");
    assertThat(result.err()).isEmpty();
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).containsExactly(model);
    }
  }
}
