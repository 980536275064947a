package io.layerbench.report;

import io.layerbench.backend.Fp16;
import io.layerbench.backend.Kernel;
import io.layerbench.base.Precision;
import io.layerbench.costs.InPlaceRows;
import io.layerbench.costs.LayerGains;
import io.layerbench.onnx.LayerKind;
import io.layerbench.ranking.PolicySpec;
import io.layerbench.ranking.Ranker;
import io.layerbench.ranking.Ranking;
import io.layerbench.ranking.RankingInput;
import io.layerbench.ranking.ScoreSpec;
import io.layerbench.run.BenchmarkCase;
import io.layerbench.run.CaseKind;
import io.layerbench.run.EvaluationRow;
import io.layerbench.run.LayerRow;
import io.layerbench.run.MemoryUse;
import io.layerbench.run.OutputDeviation;
import io.layerbench.run.ProcessUse;
import io.layerbench.run.RunRecord;
import io.layerbench.run.Timing;
import io.layerbench.sensitivity.BlockTable;
import io.layerbench.sensitivity.Finding;
import io.layerbench.sensitivity.SensitivityRow;
import io.layerbench.sensitivity.SensitivityTable;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Invented runs for the report's tests: numbers as plausible as a small network's. */
final class SampleRun {

  private static final String HOSTILE =
      "</script></title><img src=x onerror=alert(1)>\"' onmouseover='alert(2)' \u202Egnp.exe ${7*7}";

  private final List<LayerRow> layers = new ArrayList<>();
  private final List<Timing> timings = new ArrayList<>();
  private final List<SensitivityRow> sensitivities = new ArrayList<>();
  private final Random random = new Random(7);
  private final UnaryOperator<String> naming;
  private int sequence;

  private SampleRun(UnaryOperator<String> naming) {
    this.naming = naming;
  }

  /** A network like M5: four convolutions, a classifier, glue between. */
  static RunData small() {
    return small(name -> name);
  }

  /** The same with names that attack HTML and the reader. */
  static RunData hostile() {
    return small(name -> HOSTILE + " " + name + " " + "x".repeat(10_000));
  }

  private static RunData small(UnaryOperator<String> naming) {
    SampleRun run = new SampleRun(naming);
    run.layer("/conv1/Conv", "Conv", 2_592, 0.42, 3.1e-4);
    run.glue("/pool1/MaxPool", "MaxPool", 0.055);
    run.layer("/conv2/Conv", "Conv", 3_136, 0.11, 2.2e-4);
    run.glue("/pool2/MaxPool", "MaxPool", 0.02);
    run.layer("/conv3/Conv", "Conv", 6_272, 0.061, 8.1e-5);
    run.glue("/pool3/MaxPool", "MaxPool", 0.012);
    run.layer("/conv4/Conv", "Conv", 12_416, 0.035, 3.9e-5);
    run.glue("/pool4/GlobalAveragePool+Reshape", "GlobalAveragePool+Reshape", 0.009);
    run.layer("/fc/Gemm", "Gemm", 455, 0.0041, 1.4e-2);
    run.failure(run.layers.get(8).name());
    String whole = naming.apply("whole");
    run.time(CaseKind.MODEL, whole, "fp32", 0.73 * 0.95, null);
    run.time(CaseKind.MODEL, whole, "fp16", 0.73 * 0.97, null);
    run.time(CaseKind.MODEL, whole, "int8", 0.73 * 0.5, null);
    run.time(CaseKind.MODEL, whole, "mixed", 0.73 * 0.7, null);
    return run.data(
        naming.apply("m5.onnx"),
        List.of(
            "The machine is not quiet (CPU pressure 12%). Maybe: close other programs.",
            naming.apply("A warning without a remedy.")),
        SampleEvaluation.rows());
  }

  /** Many layers. */
  static RunData large(int count) {
    SampleRun run = new SampleRun(name -> name);
    for (int i = 0; i < count; i++) {
      run.layer(
          "/features/block." + i + "/conv/Conv",
          "Conv",
          1000L + 700L * i,
          0.02 + run.random.nextDouble(),
          Math.pow(10, -6 + 5 * run.random.nextDouble()));
    }
    return run.data("large.onnx", List.of(), SampleEvaluation.rows());
  }

  /** One layer, in FP32 only, without data, sensitivities or whole models. */
  static RunData bare() {
    SampleRun run = new SampleRun(name -> name);
    run.layers.add(new LayerRow(0, "only", LayerKind.LAYER, "Gemm", 10, "1x10", null, null));
    run.time(CaseKind.LAYER, "only", "fp32", 0.01, null);
    RunData data = run.data("bare.onnx", List.of(), List.of());
    Ranking ranking =
        Ranker.rank(
            "cpu",
            List.of(
                new RankingInput("only", "Gemm", 10, 0.01, null, null, "--sensitivity none", null)),
            ScoreSpec.defaults(),
            PolicySpec.defaults(EnumSet.of(Precision.FP32)));
    return new RunData(
        data.record(),
        data.timings(),
        null,
        List.of(),
        BlockTable.EMPTY,
        Map.of("cpu", ranking),
        List.of(),
        InPlaceRows.NONE,
        LayerGains.NONE,
        List.of(),
        List.of(),
        data.verdict(),
        List.of());
  }

  /** A run that was killed before its first case. */
  static RunData empty() {
    RunData bare = bare();
    return new RunData(
        bare.record(),
        List.of(),
        null,
        List.of(),
        BlockTable.EMPTY,
        Map.of(),
        List.of(),
        InPlaceRows.NONE,
        LayerGains.NONE,
        List.of(),
        List.of(),
        "Nothing.",
        List.of());
  }

  private void layer(String name, String op, long parameters, double ms, double sensitivity) {
    String own = naming.apply(name);
    layers.add(
        new LayerRow(
            layers.size(),
            own,
            LayerKind.LAYER,
            naming.apply(op),
            parameters,
            "1x64x500",
            null,
            List.of(own, naming.apply(name + "/Relu"))));
    time(CaseKind.LAYER, own, "fp32", ms, null);
    time(CaseKind.LAYER, own, "fp16", ms * 1.02, naming.apply("weights are cast to FP32 at load"));
    time(CaseKind.LAYER, own, "int8", ms * 0.45, null);
    sensitivities.add(SensitivityRow.imported(own, Precision.INT8, parameters, sensitivity, 100));
    sensitivities.add(
        SensitivityRow.imported(own, Precision.FP16, parameters, sensitivity / 90, 100));
  }

  private void glue(String name, String op, double ms) {
    String own = naming.apply(name);
    layers.add(
        new LayerRow(
            layers.size(),
            own,
            LayerKind.GLUE,
            op,
            0,
            "1x64x125",
            "no integer kernel for it",
            List.of(own)));
    time(CaseKind.LAYER, own, "fp32", ms, null);
    time(CaseKind.LAYER, own, "int8", ms * 0.5, null);
  }

  private void failure(String layer) {
    timings.add(
        timing(CaseKind.LAYER, layer, "int8", 2, List.of(), null, naming.apply("SIGSEGV (139)")));
  }

  private void time(
      CaseKind kind, String subject, String variant, double ms, @Nullable String emulated) {
    for (int fork = 0; fork < 2; fork++) {
      List<Long> samples =
          random
              .doubles(40)
              .mapToObj(u -> Math.round(ms * 1e6 * 4 * (0.97 + 0.02 * u - 0.005 * Math.log(u))))
              .toList();
      timings.add(timing(kind, subject, variant, fork, samples, emulated, null));
    }
  }

  private Timing timing(
      CaseKind kind,
      String subject,
      String variant,
      int fork,
      List<Long> samples,
      @Nullable String emulated,
      @Nullable String failure) {
    return new Timing(
        new BenchmarkCase(kind, subject, "cpu", variant).id(),
        kind,
        subject,
        "cpu",
        variant,
        fork,
        0,
        sequence++,
        samples,
        4,
        1100.0,
        emulated,
        List.of(new Kernel("k", "Conv", "float", 12, Map.of())),
        failure == null ? new MemoryUse(null, 4096L) : null,
        failure == null ? new ProcessUse(null, 90_000_000L, null, null, null) : null,
        37.5,
        7.5,
        null,
        null,
        failure == null ? new OutputDeviation(2e-6, 1e-4) : null,
        failure,
        failure == null ? null : "logs/case-3.log");
  }

  private RunData data(String model, List<String> warnings, List<EvaluationRow> evaluation) {
    RunRecord record = SampleRecord.of(model, naming.apply("office box"), layers, warnings);
    SensitivityTable table = new SensitivityTable(SampleRecord.SHA, "0123456789ab", sensitivities);
    List<RankingInput> inputs = new ArrayList<>();
    Measured measured =
        new Measured(layers, record.options().precisions(), CaseTimes.of(timings), Map.of());
    for (LayerRow layer : layers) {
      CaseTimes times = measured.layer("cpu", Precision.FP32, layer.name());
      if (layer.kind() == LayerKind.LAYER && times != null) {
        inputs.add(
            new RankingInput(
                layer.name(),
                layer.op(),
                layer.parameters(),
                times.medianMs(),
                null,
                table
                    .find(layer.name(), Precision.INT8)
                    .map(SensitivityRow::sensitivity)
                    .orElse(null),
                "unknown",
                null,
                evaluation.isEmpty() ? null : 1.5 + layer.index(),
                null));
      }
    }
    Ranking ranking =
        Ranker.rank(
            "cpu",
            inputs,
            ScoreSpec.defaults(),
            PolicySpec.defaults(EnumSet.of(Precision.FP32, Precision.FP16, Precision.INT8)));
    return new RunData(
        record,
        timings,
        table,
        List.of(
            new Finding(
                naming.apply("/conv1/Conv"),
                Finding.Rule.BELOW_30_DB,
                "(" + naming.apply("/conv1/Conv") + ") alone in INT8 has 12.3 dB")),
        SampleEvaluation.blocks(naming.apply("block1")),
        Map.of("cpu", ranking),
        SampleEvaluation.choices(),
        SampleEvaluation.inPlace(naming.apply("/conv1/Conv")),
        SampleEvaluation.gains(naming.apply("/conv1/Conv")),
        SampleEvaluation.pareto(naming.apply("/conv1/Conv")),
        evaluation,
        Verdict.of(evaluation, new VerdictFacts(Map.of("cpu", Fp16.STORAGE), false, 1)),
        List.of("run.json", "timings.jsonl", "jmh/a b&c.json", naming.apply("x")));
  }
}
