package io.layerbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerbench.base.Json;
import io.layerbench.ranking.PlanJson;
import io.layerbench.run.EvaluationCsv;
import io.layerbench.run.EvaluationJson;
import io.layerbench.run.EvaluationRow;
import io.layerbench.run.RunFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Plans within an accuracy budget, on the built-in model with its labels. */
class MaxDropTest {

  private static Object[] shortRun(Path results, Object... more) {
    List<Object> all =
        new ArrayList<>(
            List.of("run", "--backend", "cpu", "--iterations", 2, "--warmup", 1, "--forks", 1));
    all.addAll(List.of("--threads", 1, "--samples", 8, "--evaluate", 60, "--output", results));
    all.addAll(List.of(more));
    return all.toArray();
  }

  @Test
  void theMeasuredDropStaysWithinTheLimit(@TempDir Path results) throws Exception {
    Cli.Result result =
        Cli.here(
            shortRun(results, "--precision", "fp32,int8", "--policy", "optimal", "--max-drop", 2));
    assertThat(result.exitCode()).as(result.text()).isZero();
    assertThat(result.err()).contains("Accuracy search on cpu: ");
    RunFolder run = RunFiles.only(results);
    JsonNode found = Json.tree(Files.readString(run.file("drop.json")), "drop.json");
    assertThat(found.path("steps").size()).isBetween(1, 8);
    assertThat(found.path("labelled").asInt()).isEqualTo(60);
    String policy = PlanJson.read(run.file("plan.json")).policy();
    assertThat(policy)
        .startsWith("optimal (max-sensitivity=")
        .contains(String.valueOf(found.path("max_sensitivity").asDouble()));
    List<EvaluationRow> rows = EvaluationJson.read(run.file("evaluation.json"));
    assertThat(accuracy(rows, EvaluationCsv.MIXED))
        .isGreaterThanOrEqualTo(accuracy(rows, EvaluationCsv.FP32) - 2);
    byte[] report = Files.readAllBytes(run.file("report.html"));
    assertThat(Cli.here("report", run.path()).exitCode()).isZero();
    assertThat(Files.readAllBytes(run.file("report.html"))).isEqualTo(report);
  }

  @ParameterizedTest
  @ValueSource(strings = {"greedy", "evolve"})
  void aPolicyThatMeasuresStaysWithinTheUsualDrop(String policy, @TempDir Path results)
      throws Exception {
    Cli.Result result = Cli.here(shortRun(results, "--precision", "fp32,int8", "--policy", policy));
    assertThat(result.exitCode()).as(result.text()).isZero();
    assertThat(result.err()).contains("Search by " + policy + " on cpu, step 1: 0 layers in INT8");
    RunFolder run = RunFiles.only(results);
    JsonNode found = Json.tree(Files.readString(run.file("search.json")), "search.json");
    assertThat(found.path("policy").asString()).isEqualTo(policy);
    assertThat(found.path("max_drop_points").asDouble()).isEqualTo(0.5);
    assertThat(Files.readAllLines(run.file("accuracy.jsonl")))
        .hasSizeBetween(1, found.path("steps").size());
    assertThat(PlanJson.read(run.file("plan.json")).policy()).isEqualTo(policy);
    List<EvaluationRow> rows = EvaluationJson.read(run.file("evaluation.json"));
    assertThat(accuracy(rows, EvaluationCsv.MIXED))
        .isGreaterThanOrEqualTo(accuracy(rows, EvaluationCsv.FP32) - 0.5);
    assertThat(Files.readString(run.file("report.html"))).contains("Frontier on cpu");
    Cli.Result ranked = Cli.here("rank", run.path(), "--policy", policy);
    assertThat(ranked.exitCode()).as(ranked.text()).isZero();
    assertThat(ranked.out()).isEqualTo(Cli.here("rank", run.path(), "--policy", policy).out());
    Cli.Result pinned = Cli.here("rank", run.path(), "--policy", policy, "--keep-float", "*");
    assertThat(pinned.exitCode()).isEqualTo(2);
    assertThat(pinned.err())
        .contains("nothing here was measured for it")
        .contains("run --policy " + policy);
  }

  @Test
  void rankTakesTheKneeOfTheFrontierAndSaysThatOthersNeedARun() throws Exception {
    Path run = RunFiles.only(SharedRun.get().results()).path();
    Cli.Result knee = Cli.here("rank", run, "--policy", "pareto");
    assertThat(knee.exitCode()).as(knee.text()).isZero();
    assertThat(knee.out()).contains("policy \"pareto\"");
    Cli.Result greedy = Cli.here("rank", run, "--policy", "greedy");
    assertThat(greedy.exitCode()).isEqualTo(2);
    assertThat(greedy.err()).contains("run --policy greedy");
  }

  private static double accuracy(List<EvaluationRow> rows, String method) {
    Double percent =
        rows.stream()
            .filter(row -> row.method().equals(method))
            .findFirst()
            .orElseThrow()
            .accuracyPercent();
    return percent == null ? Double.NaN : percent;
  }

  @Test
  void budgetsThatCannotBeHeededAreRefused(@TempDir Path results) throws Exception {
    Cli.Result other = Cli.here(shortRun(results, "--policy", "latency", "--max-latency", 1));
    assertThat(other.exitCode()).isEqualTo(2);
    assertThat(other.err()).contains("(latency) takes no budgets").contains("--policy optimal");
    Cli.Result greedy = Cli.here(shortRun(results, "--policy", "greedy", "--max-latency", 1));
    assertThat(greedy.exitCode()).isEqualTo(2);
    assertThat(greedy.err()).contains("(greedy) takes no budgets");
    Cli.Result pareto = Cli.here(shortRun(results, "--policy", "pareto", "--max-drop", 1));
    assertThat(pareto.exitCode()).isEqualTo(2);
    assertThat(pareto.err()).contains("(pareto) takes no limit on the accuracy drop");
    Cli.Result negative = Cli.here(shortRun(results, "--policy", "optimal", "--max-drop", -1));
    assertThat(negative.exitCode()).isEqualTo(2);
    assertThat(negative.err()).contains("--max-drop (-1.0)");
    Cli.Result unlabelled =
        Cli.here(
            shortRun(
                results,
                "--model",
                SharedRun.get().model(),
                "--policy",
                "optimal",
                "--max-drop",
                1));
    assertThat(unlabelled.exitCode()).isEqualTo(2);
    assertThat(unlabelled.err()).contains("needs labelled data");
    Cli.Result unlabelledWalk =
        Cli.here(shortRun(results, "--model", SharedRun.get().model(), "--policy", "greedy"));
    assertThat(unlabelledWalk.exitCode()).isEqualTo(2);
    assertThat(unlabelledWalk.err()).contains("(greedy) measures accuracy, which needs labelled");
    Cli.Result ranked =
        Cli.here(
            "rank",
            RunFiles.only(SharedRun.get().results()).path(),
            "--policy",
            "optimal",
            "--max-drop",
            1);
    assertThat(ranked.exitCode()).isEqualTo(2);
    assertThat(ranked.err()).contains("rank only reads files");
  }

  @Test
  void aRunWhoseBudgetCannotBeMetLosesNothing(@TempDir Path results) throws Exception {
    Cli.Result result =
        Cli.here(
            shortRun(
                results,
                "--precision",
                "fp32,int8",
                "--policy",
                "optimal",
                "--max-drop",
                2,
                "--max-size",
                0.001));
    assertThat(result.exitCode()).as(result.text()).isZero();
    assertThat(result.err())
        .contains("The policy percentile planned instead on cpu, since optimal cannot.")
        .contains("weights (MB) of at most (0.001; the least possible is 0.096");
    RunFolder run = RunFiles.only(results);
    assertThat(PlanJson.read(run.file("plan.json")).policy()).startsWith("percentile");
    byte[] report = Files.readAllBytes(run.file("report.html"));
    assertThat(Cli.here("report", run.path()).exitCode()).isZero();
    assertThat(Files.readAllBytes(run.file("report.html"))).isEqualTo(report);
  }

  @Test
  void rankFindsAnotherOptimumFromTheRunsFiles() throws Exception {
    Path run = RunFiles.only(SharedRun.get().results()).path();
    Cli.Result none = Cli.here("rank", run, "--policy", "optimal", "--max-sensitivity", 0);
    assertThat(none.exitCode()).as(none.text()).isZero();
    assertThat(none.out()).contains("FP32").doesNotContain("INT8 ");
    Cli.Result impossible = Cli.here("rank", run, "--policy", "optimal", "--max-latency", 0);
    assertThat(impossible.exitCode()).isEqualTo(2);
    assertThat(impossible.err()).contains("No plan is within the budgets");
  }
}
