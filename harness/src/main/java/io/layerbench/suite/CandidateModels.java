package io.layerbench.suite;

import io.layerbench.backend.Backend;
import io.layerbench.base.Precision;
import io.layerbench.onnx.Layer;
import io.layerbench.onnx.LayerSplitter;
import io.layerbench.onnx.OnnxModel;
import io.layerbench.quantize.ModelQuantizer;
import io.layerbench.quantize.Scheme;
import io.layerbench.run.EvaluationCsv;
import io.layerbench.run.EvaluationRow;
import io.layerbench.run.Timing;
import io.layerbench.worker.Tasks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The models of one backend that are compared: FP32, full INT8 where the run has INT8, the
 * methods', and models from elsewhere.
 */
final class CandidateModels {

  private final RunStart start;
  private final Backend backend;
  private final ModelQuantizer quantizer;
  private final List<Layer> layers;
  private final Scheme scheme;
  private final Methods methods;
  private final Map<String, Path> files = new LinkedHashMap<>();
  private final Map<String, MethodRows.Built> built = new LinkedHashMap<>();

  CandidateModels(RunStart start, Backend backend, Ranges.Calibrated ranges, Methods methods) {
    this.start = start;
    this.backend = backend;
    this.layers = LayerSplitter.split(start.workspace().prepared());
    this.quantizer = start.workspace().sampleQuantizer(backend, ranges, layers);
    this.scheme = ranges.scheme();
    this.methods = methods;
  }

  /**
   * Builds the models into the run's folder, measures their accuracy, and joins it with their
   * timings.
   */
  List<EvaluationRow> evaluate(Console console, List<Timing> timings, BackendFiles names)
      throws IOException {
    addUniform(names);
    for (Method method : methods.measured()) {
      OnnxModel model = quantizer.build(method.plan().layers());
      add(method.variant(), model, names, named(method.plan().layers()), method);
    }
    if (start.job().options().dynamicInt8()) {
      OnnxModel model = EvaluationStation.dynamic(start.workspace().prepared(), layers, scheme);
      add(CasePlan.DYNAMIC, model, names, Map.of(), null);
    }
    for (String name : start.compared().names()) {
      Path file = start.compared().file(name);
      files.put(name, file);
      built.put(
          name,
          new MethodRows.Built(
              name, name, Files.size(file), start.compared().model(name), Map.of(), null));
    }
    return rows(run(console), timings);
  }

  private void addUniform(BackendFiles names) throws IOException {
    List<Precision> precisions = start.job().options().precisions();
    Map<String, Map<String, Precision>> uniform =
        EvaluationStation.uniform(layers, quantizer, precisions);
    String fp32 = Precision.FP32.id();
    files.put(fp32, start.workspace().preparedFile());
    built.put(
        fp32,
        new MethodRows.Built(
            fp32,
            EvaluationCsv.FP32,
            Files.size(baseline()),
            start.workspace().prepared(),
            named(Map.of()),
            methods.predicted(fp32)));
    Map<String, Precision> int8 = uniform.get(Precision.INT8.id());
    if (int8 != null) {
      add(Precision.INT8.id(), quantizer.build(int8), names, named(int8), null);
    }
  }

  /** In the evaluation's order; a method that shares a model shares its row's numbers. */
  private List<EvaluationRow> rows(Map<String, Tasks.Evaluated> evaluated, List<Timing> timings) {
    MethodRows rows = new MethodRows(backend.name(), start.job().options().batch(), timings);
    Map<String, EvaluationRow> byVariant = new LinkedHashMap<>();
    built.forEach((variant, one) -> byVariant.put(variant, rows.row(one, evaluated.get(variant))));
    List<EvaluationRow> ordered = new ArrayList<>();
    for (String precision : List.of(Precision.FP32.id(), Precision.INT8.id())) {
      if (byVariant.containsKey(precision)) {
        ordered.add(take(byVariant, precision));
      }
    }
    for (Method method : methods.all()) {
      String same = methods.sameAs(method);
      EvaluationRow row = take(byVariant, same == null ? method.variant() : same);
      ordered.add(
          same == null
              ? row
              : row.sharedWith(
                  method.title(),
                  MethodRows.counts(named(method.plan().layers())),
                  method.predictedLatencyMs()));
    }
    built.keySet().stream()
        .filter(variant -> !isUniform(variant) && methods.find(variant).isEmpty())
        .forEach(variant -> ordered.add(take(byVariant, variant)));
    return ordered;
  }

  private static boolean isUniform(String variant) {
    return variant.equals(Precision.FP32.id()) || variant.equals(Precision.INT8.id());
  }

  private static EvaluationRow take(Map<String, EvaluationRow> rows, String variant) {
    EvaluationRow row = rows.get(variant);
    if (row == null) {
      throw new IllegalStateException("no whole model (" + variant + ")");
    }
    return row;
  }

  /** Every layer with its precision: what a plan does not name is FP32. */
  private Map<String, Precision> named(Map<String, Precision> plan) {
    Map<String, Precision> named = new LinkedHashMap<>();
    layers.stream()
        .filter(Layer::isRanked)
        .forEach(layer -> named.put(layer.name(), plan.getOrDefault(layer.name(), Precision.FP32)));
    return named;
  }

  /** The file as the user has it, unless that is no float one. */
  private Path baseline() {
    return start.workspace().arrived().file() == null
        ? start.job().files().model()
        : start.workspace().preparedFile();
  }

  private void add(
      String variant,
      OnnxModel model,
      BackendFiles names,
      Map<String, Precision> precisions,
      @Nullable Method method) {
    byte[] bytes = model.toBytes();
    String name = "models/" + names.name(variant, backend.name(), ".onnx");
    start.folder().write(name, bytes);
    files.put(variant, start.folder().file(name));
    built.put(
        variant,
        new MethodRows.Built(
            variant,
            method == null ? title(variant) : method.title(),
            bytes.length,
            model,
            precisions,
            method == null ? methods.predicted(variant) : method.predictedLatencyMs()));
  }

  private static String title(String variant) {
    return variant.equals(CasePlan.DYNAMIC) ? EvaluationCsv.DYNAMIC : EvaluationCsv.INT8;
  }

  private Map<String, Tasks.Evaluated> run(Console console) {
    List<Tasks.Candidate> candidates = new ArrayList<>();
    files.forEach(
        (variant, file) ->
            candidates.add(
                new Tasks.Candidate(variant, backend.name(), file.toAbsolutePath().toString())));
    Tasks.Evaluate task =
        new Tasks.Evaluate(
            candidates.get(0),
            candidates,
            start.job().options().threads(),
            start.job().source(),
            start.job().options().evaluate(),
            start.job().options().samples());
    Map<String, Tasks.Evaluated> results = new LinkedHashMap<>();
    try (ProgressLine progress = new ProgressLine(console, "Evaluating")) {
      start.worker().evaluate(task, progress).forEach(one -> results.put(one.name(), one));
    }
    return results;
  }
}
