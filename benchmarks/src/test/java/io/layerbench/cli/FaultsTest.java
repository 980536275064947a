package io.layerbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerbench.faults.Fault;
import io.layerbench.faults.FaultyBackend;
import io.layerbench.onnx.TestGraph;
import io.layerbench.ranking.RankedLayer;
import io.layerbench.ranking.RankingCsv;
import io.layerbench.run.EvaluationJson;
import io.layerbench.run.RunFolder;
import io.layerbench.run.Termination;
import io.layerbench.run.Timing;
import io.layerbench.suite.RunLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Forks that crash, hang, run out of memory or leave: each costs its case and nothing else. */
class FaultsTest {

  private static final List<String> HEALTHY = List.of("first", "last");

  @Test
  void aFailedForkCostsItsCaseAndNothingElse(@TempDir Path folder) throws Exception {
    Path results = folder.resolve("results");
    Object[] arguments = arguments(model(folder), "fp32", results);
    try (Cli.Running cli = Cli.start(folder, Map.of(FaultyBackend.VARIABLE, "1"), arguments)) {
      Cli.Result result = cli.await();
      assertThat(result.exitCode()).as(result.text()).isEqualTo(3);
      assertThat(result.out()).contains(Fault.values().length + " case(s) failed");
      assertThat(cli.leftInTheEnd()).isEmpty();
    }
    RunFolder run = RunFiles.only(results);
    checkCases(run);
    checkRanking(run);
    assertThat(run.readRecord().termination()).isEqualTo(Termination.NORMAL);
    assertThat(run.file("report.html")).isNotEmptyFile();
    assertThat(Files.readString(run.file("report.html"))).contains("segmentation fault");
  }

  private static Object[] arguments(Path model, String precisions, Path results) {
    return new Object[] {
      "run",
      "--model",
      model,
      "--backend",
      FaultyBackend.NAME,
      "--precision",
      precisions,
      "--iterations",
      3,
      "--warmup",
      1,
      "--forks",
      1,
      "--threads",
      1,
      "--samples",
      2,
      "--fork-timeout",
      Fault.LIMIT_SECONDS,
      "--output",
      results
    };
  }

  /** A model of one layer is wrong as a whole, too. */
  @Test
  void aWrongOutputIsFoundInEveryPrecisionAndInWholeModels(@TempDir Path folder) throws Exception {
    Path results = folder.resolve("results");
    Object[] arguments = arguments(model(folder, List.of("wrong")), "fp32,fp16,int8", results);
    try (Cli.Running cli = Cli.start(folder, Map.of(FaultyBackend.VARIABLE, "1"), arguments)) {
      Cli.Result result = cli.await();
      assertThat(result.exitCode()).as(result.text()).isEqualTo(3);
    }
    RunFolder run = RunFiles.only(results);
    assertThat(RunLoader.timings(run))
        .extracting(Timing::caseId)
        .contains(
            "faulty/fp32/layer/wrong",
            "faulty/fp16/layer/wrong",
            "faulty/int8/layer/wrong",
            "faulty/fp32/model",
            "faulty/fp16/model",
            "faulty/int8/model");
    assertThat(RunLoader.timings(run))
        .allSatisfy(timing -> assertThat(timing.failure()).contains("invalid output: "));
    assertThat(RankingCsv.read(run.file("ranking.csv")).getOrDefault(FaultyBackend.NAME, List.of()))
        .isNotEmpty()
        .allSatisfy(row -> assertThat(row.rank()).isNull());
    assertThat(EvaluationJson.read(run.file("evaluation.json")))
        .allSatisfy(row -> assertThat(row.latencyMs()).isNull());
  }

  private static void checkCases(RunFolder run) {
    List<Timing> timings = RunLoader.timings(run);
    assertThat(timings.stream().map(Timing::caseId))
        .containsExactlyInAnyOrderElementsOf(run.readRecord().plannedCases());
    Map<String, Timing> layers =
        timings.stream()
            .filter(timing -> timing.caseId().contains("/layer/"))
            .collect(Collectors.toMap(Timing::subject, timing -> timing));
    for (Fault fault : Fault.values()) {
      Timing timing = Objects.requireNonNull(layers.get(fault.layer()), fault.layer());
      assertThat(timing.failure()).as(fault.layer()).contains(fault.reason());
      assertThat(timing.samplesNanos()).isEmpty();
      assertThat(run.file(String.valueOf(timing.log()))).as(fault.layer()).isNotEmptyFile();
    }
    assertThat(timings.stream().filter(timing -> !HEALTHY.contains(timing.subject())))
        .filteredOn(Timing::succeeded)
        .allSatisfy(timing -> assertThat(timing.caseId()).endsWith("/model"));
    assertThat(timings.stream().filter(Timing::succeeded))
        .hasSize(HEALTHY.size() + 2)
        .allSatisfy(timing -> assertThat(timing.samplesNanos()).hasSize(3));
  }

  private static void checkRanking(RunFolder run) {
    List<RankedLayer> rows =
        RankingCsv.read(run.file("ranking.csv")).getOrDefault(FaultyBackend.NAME, List.of());
    assertThat(rows).hasSize(Fault.values().length + HEALTHY.size());
    assertThat(rows.subList(0, HEALTHY.size()))
        .allSatisfy(row -> assertThat(row.rank()).isPositive())
        .extracting(RankedLayer::layer)
        .containsExactlyInAnyOrderElementsOf(HEALTHY);
    for (Fault fault : Fault.values()) {
      assertThat(rows)
          .filteredOn(row -> row.layer().equals(fault.layer()))
          .singleElement()
          .satisfies(row -> assertThat(row.rank()).isNull())
          .satisfies(row -> assertThat(row.reason()).contains("FP32 case failed", fault.reason()));
    }
  }

  private static Path model(Path folder) throws Exception {
    return model(
        folder,
        Stream.of(
                Stream.of(HEALTHY.get(0)),
                Stream.of(Fault.values()).map(Fault::layer),
                Stream.of(HEALTHY.get(1)))
            .flatMap(one -> one)
            .toList());
  }

  /** Equal dense layers in a row, each named after what it does. */
  private static Path model(Path folder, List<String> names) throws Exception {
    TestGraph graph = new TestGraph("faulty", 13).input("x", 1, 8);
    String input = "x";
    for (String name : names) {
      graph.weights("w." + name, 8, 8).node("MatMul", name, input + " w." + name, "y." + name);
      input = "y." + name;
    }
    return Files.write(folder.resolve("faulty.onnx"), graph.output(input).model().toBytes());
  }
}
