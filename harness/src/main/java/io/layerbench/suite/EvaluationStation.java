package io.layerbench.suite;

import io.layerbench.base.Precision;
import io.layerbench.onnx.Layer;
import io.layerbench.onnx.OnnxModel;
import io.layerbench.quantize.DynamicQuantizer;
import io.layerbench.quantize.ModelQuantizer;
import io.layerbench.quantize.Scheme;
import io.layerbench.ranking.Plan;
import io.layerbench.run.BenchmarkCase;
import io.layerbench.run.CaseKind;
import io.layerbench.run.EvaluationCsv;
import io.layerbench.run.EvaluationRow;
import io.layerbench.run.Timing;
import io.layerbench.statistics.ForkSummary;
import io.layerbench.statistics.Interval;
import io.layerbench.worker.Tasks.Evaluated;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Builds the models that are compared, and joins what was measured of them into rows. */
final class EvaluationStation {

  private EvaluationStation() {}

  /** The plan that quantizes every layer that can be. */
  static Map<String, Precision> everything(
      List<Layer> layers, ModelQuantizer quantizer, Precision precision) {
    Map<String, Precision> plan = new LinkedHashMap<>();
    for (Layer layer : layers) {
      if (layer.isRanked()) {
        Precision own = quantizer.precision(layer, precision);
        boolean possible = quantizer.unsupported(layer, own).isEmpty();
        plan.put(layer.name(), possible ? own : Precision.FP32);
      }
    }
    return plan;
  }

  /** The model of a variant: uniform, or as the plan says. */
  static OnnxModel build(String variant, List<Layer> layers, ModelQuantizer quantizer, Plan plan) {
    return quantizer.build(
        variant.equals(CasePlan.MIXED)
            ? plan.layers()
            : everything(layers, quantizer, Precision.parse(variant)));
  }

  /** The model with every layer that can be in INT8, its activations quantized as they come. */
  static OnnxModel dynamic(OnnxModel model, List<Layer> layers, Scheme scheme) {
    DynamicQuantizer quantizer = new DynamicQuantizer(model, layers, scheme);
    return quantizer.build(
        layers.stream()
            .filter(layer -> layer.isRanked() && quantizer.unsupported(layer).isEmpty())
            .map(Layer::name)
            .collect(Collectors.toSet()));
  }

  /** The method's name in evaluation.csv. */
  static String method(String variant) {
    return switch (variant) {
      case "fp32" -> EvaluationCsv.FP32;
      case "int8" -> EvaluationCsv.INT8;
      case CasePlan.DYNAMIC -> EvaluationCsv.DYNAMIC;
      case CasePlan.MIXED -> EvaluationCsv.MIXED;
      default -> variant;
    };
  }

  /** One row. */
  static EvaluationRow row(
      String backend,
      String variant,
      long bytes,
      @Nullable Evaluated evaluated,
      List<Timing> timings) {
    String id = new BenchmarkCase(CaseKind.MODEL, CasePlan.MODEL, backend, variant).id();
    List<Timing> own = timings.stream().filter(t -> t.caseId().equals(id)).toList();
    List<double[]> forks = own.stream().filter(Timing::succeeded).map(Timing::callsNanos).toList();
    ForkSummary latency = forks.isEmpty() ? null : ForkSummary.of(forks);
    Evaluated ok = evaluated == null || evaluated.failure() != null ? null : evaluated;
    Interval interval = latency == null ? null : latency.interval();
    boolean other = ok != null && !variant.equals(Precision.FP32.id());
    return new EvaluationRow(
        method(variant),
        backend,
        ok == null || ok.labelled() == 0 ? null : 100.0 * ok.correct() / ok.labelled(),
        ok == null || ok.labelled() == 0 ? null : (Integer) ok.correct(),
        ok == null ? 0 : ok.items(),
        ok != null && other && ok.classified() ? 100.0 * ok.agreeing() / ok.items() : null,
        ok != null && other ? ok.psnrDb() : null,
        latency == null ? null : latency.median() / 1e6,
        interval == null ? null : interval.low() / 1e6,
        interval == null ? null : interval.high() / 1e6,
        bytes / 1e6,
        failure(evaluated, own));
  }

  private static @Nullable String failure(@Nullable Evaluated evaluated, List<Timing> timings) {
    if (evaluated != null && evaluated.failure() != null) {
      return evaluated.failure();
    }
    return timings.stream()
        .filter(timing -> !timing.succeeded())
        .findFirst()
        .map(Timing::failure)
        .orElse(null);
  }
}
