package io.layerbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerbench.base.Json;
import io.layerbench.onnx.TestModels;
import io.layerbench.ranking.PlanJson;
import io.layerbench.run.EvaluationCsv;
import io.layerbench.run.EvaluationJson;
import io.layerbench.run.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What the commands promise: names, files, data on standard output, talk on standard error. */
class ContractTest {

  /** A results folder of its own to change. */
  private static Path copy(Path folder) throws Exception {
    Path results = folder.resolve("results");
    RunFiles.copy(SharedRun.get().results(), results);
    return results;
  }

  @Test
  void aRunWithoutDataWarnsLoudlyAndStillMeasuresAgreementAndPsnr() throws Exception {
    Cli.Result result = SharedRun.get().result();
    assertThat(result.err()).contains("WARNING: There is no dataset").contains("Give --data");
    RunFolder run = SharedRun.folder();
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
    assertThat(SharedRun.folder().files())
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
            "pareto.csv",
            "plans/optimal.json",
            "plans/latency.json",
            "plans/latency+memory.json",
            "plans/latency+memory+sensitivity.json",
            "evaluation.csv",
            "report.html")
        .anyMatch(name -> name.startsWith("jmh/"))
        .noneMatch(name -> name.endsWith(".tmp"));
    assertThat(Files.exists(SharedRun.folder().work())).isFalse();
    assertThat(Files.readString(SharedRun.folder().file("run.json")))
        .doesNotContain(SharedRun.get().results().toString());
  }

  @Test
  void listNamesTheRuns(@TempDir Path empty) throws Exception {
    Path results = SharedRun.get().results();
    assertThat(Cli.ok("list", "--output", results).out())
        .contains("NORMAL", "mlp", SharedRun.folder().path().toString());
    JsonNode tree =
        Json.tree(Cli.ok("list", "--output", results, "--format", "json").out(), "list");
    assertThat(tree.size()).isEqualTo(1);
    assertThat(tree.get(0).get("termination").asString()).isEqualTo("NORMAL");
    assertThat(Cli.ok("list", "--output", empty).out()).isEmpty();
    assertThat(Cli.ok("list", "--output", empty.resolve("none")).out()).isEmpty();
  }

  @Test
  void rankPrintsAndChangesNothing() throws Exception {
    Path results = SharedRun.get().results();
    Map<String, String> before = RunFiles.content(results);
    assertThat(Cli.ok("rank", "latest", "--output", results).out())
        .contains("Ranking on cpu", "dense1", "dense2", "percentile");
    assertThat(Cli.ok("rank", SharedRun.folder().path(), "--score", "paper").out())
        .contains("\"paper\"");
    assertThat(
            Cli.ok("rank", SharedRun.folder().path(), "--policy", "latency+memory", "--share", "1")
                .out())
        .contains("INT8")
        .doesNotContain("FP16");
    String json = Cli.ok("rank", "latest", "--output", results, "--format", "json").out();
    assertThat(Json.tree(json, "rank").get(0).get("rows").size()).isEqualTo(2);
    assertThat(RunFiles.content(results)).isEqualTo(before);
  }

  @Test
  void rankSavesUnderNewNumbersAndOverwritesNothing(@TempDir Path folder) throws Exception {
    Path results = copy(folder);
    Path run = RunFiles.only(results).path();
    Map<String, String> before = RunFiles.content(run);
    Cli.ok("rank", "latest", "--output", results, "--save");
    Cli.ok("rank", run, "--save", "--score", "paper");
    Map<String, String> after = RunFiles.content(run);
    assertThat(after).containsAllEntriesOf(before);
    after.keySet().removeAll(before.keySet());
    assertThat(after)
        .containsOnlyKeys(
            "ranking-2.csv",
            "ranking-3.csv",
            "plan-2.json",
            "plan-3.json",
            "pareto-2.csv",
            "pareto-3.csv");
    assertThat(PlanJson.read(run.resolve("plan-3.json")).score()).isEqualTo("paper");
    assertThat(after.get("ranking-2.csv")).isEqualTo(before.get("ranking.csv"));
    assertThat(after.get("pareto-2.csv")).isEqualTo(before.get("pareto.csv"));
  }

  @Test
  void reportMakesTheSameBytesAgain(@TempDir Path folder) throws Exception {
    Path results = copy(folder);
    RunFolder run = RunFiles.only(results);
    byte[] before = Files.readAllBytes(run.file("report.html"));
    Files.delete(run.file("report.html"));
    assertThat(Cli.ok("report", "latest", "--output", results).out()).contains("report.html");
    assertThat(Files.readAllBytes(run.file("report.html"))).isEqualTo(before);
    Cli.ok("report", run.path(), run.path());
    assertThat(Files.readAllBytes(run.file("report.html"))).isEqualTo(before);
  }

  @Test
  void devicePrintsTextAndJsonAndSaves(@TempDir Path folder) {
    assertThat(Cli.ok("device").out())
        .contains("CPU:", "Backend cpu: available", "Backend cuda: un");
    JsonNode tree = Json.tree(Cli.ok("device", "--format", "json").out(), "device");
    assertThat(tree.get("backends").size()).isGreaterThanOrEqualTo(4);
    Path profiles = folder.resolve("profiles");
    Cli.ok("device", "--save", "--output", profiles);
    String id = tree.get("device").get("id").asString();
    assertThat(profiles.resolve(id + ".json")).isNotEmptyFile();
  }

  @Test
  void layersPrintsTextAndJson() throws Exception {
    Path model = SharedRun.get().model();
    assertThat(Cli.ok("layers", "--model", model).out()).contains("dense1", "dense2", "softmax");
    JsonNode tree =
        Json.tree(Cli.ok("layers", "--model", model, "--format", "json").out(), "layers");
    assertThat(tree.get(0).get("name").asString()).isEqualTo("dense1");
    assertThat(tree.get(0).get("parameters").asLong()).isEqualTo(16 * 32 + 32);
  }

  @Test
  void aScoreThatCountsEnergyNeedsIt(@TempDir Path folder) throws Exception {
    List<Object> all = new ArrayList<>(List.of("run", "--dry-run", "--energy", "off"));
    all.addAll(SharedRun.options(SharedRun.get().model(), folder.resolve("results")));
    all.addAll(List.of("--score-weights", "energy=1"));
    Cli.Result result = Cli.here(all.toArray());
    assertThat(result.exitCode()).as(result.text()).isEqualTo(2);
    assertThat(result.err()).contains("on cpu it is unknown: --energy off");
  }

  @Test
  void aDryRunShowsTheCasesAndLeavesNoFolder(@TempDir Path folder) throws Exception {
    Path results = folder.resolve("results");
    List<Object> all = new ArrayList<>(List.of("run", "--dry-run"));
    all.addAll(SharedRun.options(SharedRun.get().model(), results));
    Cli.Result result = Cli.ok(all.toArray());
    // Which methods are measured besides is known once there is a ranking: a plan that is equal to
    // another's is not measured twice, and the times decide which are equal.
    List<String> planned = SharedRun.folder().readRecord().plannedCases();
    List<String> shown = result.out().lines().toList();
    assertThat(planned).startsWith(shown.toArray(new String[0]));
    assertThat(planned.subList(shown.size(), planned.size()))
        .allMatch(id -> id.matches("cpu/(latency(\\+memory(\\+sensitivity)?)?|optimal)/model"));
    assertThat(result.err()).contains("CPU:", "other policies");
    assertThat(results).doesNotExist();
  }

  @Test
  void anOrderSaysHowMuchItDependsOnScoreAndNorm() throws Exception {
    List<String> lines = Files.readAllLines(SharedRun.folder().file("order.csv"));
    assertThat(lines)
        .hasSize(6)
        .startsWith("backend,kind,name,layers,tau,changed")
        .anyMatch(line -> line.startsWith("cpu,score,paper,2,"))
        .anyMatch(line -> line.startsWith("cpu,score,memory only,2,"))
        .anyMatch(line -> line.matches("cpu,sensitivity norm,relative,2,-?1.0,[0-2]"));
    assertThat(Files.readString(SharedRun.folder().file("report.html")))
        .contains("How much the order depends on the choice");
  }

  @Test
  void layersSaysWhyALayerStaysInFloat(@TempDir Path folder) throws IOException {
    Path model = Files.write(folder.resolve("lstm.onnx"), TestModels.lstm().toBytes());
    Cli.Result result = Cli.ok("layers", "--model", model);
    assertThat(result.out()).contains("lstm", "glue", "float: ");
    assertThat(result.err()).isEmpty();
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).containsExactly(model);
    }
  }
}
