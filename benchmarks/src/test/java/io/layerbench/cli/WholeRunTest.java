package io.layerbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerbench.TestAssets;
import io.layerbench.backend.Kernel;
import io.layerbench.base.Precision;
import io.layerbench.costs.LayerGains;
import io.layerbench.run.EvaluationJson;
import io.layerbench.run.EvaluationRow;
import io.layerbench.run.RunFolder;
import io.layerbench.run.Timing;
import io.layerbench.sensitivity.BlockAccuracy;
import io.layerbench.sensitivity.BlockTable;
import io.layerbench.sensitivity.SensitivityCsv;
import io.layerbench.sensitivity.SensitivityRow;
import io.layerbench.suite.RunLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The main job from end to end, on the built-in model and on real ones: accuracies to the item,
 * kernels as executed.
 */
class WholeRunTest {

  private static final List<String> QUICK =
      List.of("--iterations", "2", "--warmup", "1", "--forks", "1", "--quiet");

  private final Path results;

  WholeRunTest(@TempDir Path results) {
    this.results = results;
  }

  @Test
  void theBuiltInModelGoesThroughEveryStation() throws IOException {
    RunFolder run = run(List.of());

    assertThat(run.files())
        .contains(
            "run.json",
            "timings.jsonl",
            "calibration.json",
            "sensitivity.csv",
            "blocks.csv",
            "gains.csv",
            "ranking.csv",
            "plan.json",
            "models/int8.onnx",
            "models/mixed.onnx",
            "evaluation.csv",
            "evaluation.json",
            "report.html");
    assertThat(evaluation(run))
        .extracting(EvaluationRow::method)
        .containsExactly(
            "FP32 Baseline",
            "INT8 Full PTQ",
            "Latency-aware",
            "Latency+Memory",
            "Latency+Memory+Sensitivity",
            "Optimal",
            "Mixed-Precision");
    assertThat(evaluation(run))
        .extracting(EvaluationRow::details)
        .allSatisfy(details -> assertThat(details.loss()).isBetween(0.0, 1.0))
        .allSatisfy(details -> assertThat(details.accuracyLowPercent()).isBetween(80.0, 95.0))
        .allSatisfy(details -> assertThat(details.cpuPercent()).isPositive())
        .allSatisfy(details -> assertThat(details.predictedLatencyMs()).isPositive());
    assertThat(evaluation(run).get(1).details().layers())
        .containsExactly(Map.entry("fp16", 0), Map.entry("fp32", 0), Map.entry("int8", 5));
    assertThat(evaluation(run).get(1).details().parameters()).containsKey("int8");
    assertThat(evaluation(run).get(0).correct()).isEqualTo(663);
    assertThat(evaluation(run).get(0).items()).isEqualTo(700);
    assertThat(ops(run, "int8")).contains("QLinearConv", "QGemm").doesNotContain("Conv", "Gemm");
    assertThat(Files.readAllLines(run.file("ranking.csv"))).hasSize(1 + 5);
    assertThat(run.readRecord().plannedCases())
        .containsExactlyInAnyOrderElementsOf(
            RunLoader.timings(run).stream().map(Timing::caseId).distinct().toList());
    assertThat(run.journal().read()).allMatch(Timing::succeeded);
    List<BlockAccuracy> blocks = BlockTable.read(run.file("blocks.csv")).rows();
    assertThat(blocks).extracting(BlockAccuracy::block).startsWith("none").endsWith("model");
    assertThat(blocks).hasSize(1 + 5 + 1).allMatch(one -> one.items() >= 20);
    assertThat(blocks).allSatisfy(one -> assertThat(one.percent()).isBetween(80.0, 100.0));
    assertThat(LayerGains.read(run.file("gains.csv")).rows())
        .hasSize(5)
        .allMatch(gain -> gain.fp32Ms() > 0 && gain.int8Ms() > 0 && gain.turnsMs().size() == 1);
    outputNoiseOfLayersIsComparedWithThatOfAll(run);
  }

  private static void outputNoiseOfLayersIsComparedWithThatOfAll(RunFolder run) throws IOException {
    List<SensitivityRow> int8 =
        SensitivityCsv.read(run.file("sensitivity.csv")).rows().stream()
            .filter(row -> row.precision() == Precision.INT8)
            .toList();
    assertThat(int8).extracting(SensitivityRow::unit).hasSize(5 + 1).endsWith("model");
    assertThat(int8).allMatch(row -> row.samples() == 100 && row.outputNoise() != null);
    assertThat(Files.readString(run.file("findings.json"))).contains("NOISE_SUM");
    assertThat(Files.readString(run.file("ranking.csv"))).contains("output_noise");
    assertThat(Files.readString(run.file("pareto.csv"))).contains("output noise is summed");
  }

  @ParameterizedTest
  @CsvSource({
    "efficientnet-lite0/efficientnet_lite0.onnx, efficientnet-lite0, stem, 529, 600, 49",
    "squeezenet/squeezenet1_1.onnx, squeezenet, conv1, 373, 600, 26",
    "cifar10/resnet20.onnx, resnet20, conv1, 554, 700, 19",
    "kws/kws_ds_cnn.onnx, kws, conv*, 549, 600, 9"
  })
  void realModelsScoreToTheItemAndRunEveryConvolutionOnIntegers(
      String model, String data, String layers, int correct, int items, int convolutions)
      throws IOException {
    Path dataset = Path.of("../harness/src/test/resources/datasets", data + ".json");
    RunFolder run =
        run(
            List.of(
                "--model",
                TestAssets.require(model).toString(),
                "--data",
                dataset.toString(),
                "--data-root",
                TestAssets.require(".").toString(),
                "--samples",
                "10",
                "--layers",
                layers,
                "--precision",
                "fp32,int8"));

    assertThat(evaluation(run).get(0).correct()).isEqualTo(correct);
    assertThat(evaluation(run).get(0).items()).isEqualTo(items);
    assertThat(ops(run, "int8").stream().filter("QLinearConv"::equals)).hasSize(convolutions);
    assertThat(ops(run, "int8")).doesNotContain("Conv", "FusedConv", "Gemm");
  }

  private RunFolder run(List<String> options) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("run", "--output", results.toString()));
    arguments.addAll(QUICK);
    arguments.addAll(options);
    assertThat(Main.execute(arguments.toArray(new String[0]))).isZero();
    return Runs.find("latest", results);
  }

  private static List<EvaluationRow> evaluation(RunFolder run) {
    return EvaluationJson.read(run.file("evaluation.json"));
  }

  private static List<String> ops(RunFolder run, String variant) throws IOException {
    return run.journal().read().stream()
        .filter(timing -> timing.caseId().equals("cpu/" + variant + "/model"))
        .flatMap(timing -> timing.kernels().stream())
        .map(Kernel::op)
        .toList();
  }
}
