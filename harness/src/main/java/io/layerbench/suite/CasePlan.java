package io.layerbench.suite;

import io.layerbench.backend.Backend;
import io.layerbench.base.Precision;
import io.layerbench.onnx.Layer;
import io.layerbench.quantize.ModelQuantizer;
import io.layerbench.run.BenchmarkCase;
import io.layerbench.run.CaseKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which cases there are, and why others are not.
 *
 * @param layers the layer cases, in the model's order
 * @param models the whole-model cases
 * @param skipped why a layer has no case in a precision, by the id that it would have
 */
record CasePlan(
    List<BenchmarkCase> layers, List<BenchmarkCase> models, Map<String, String> skipped) {

  /** The variant of the run's own plan. */
  static final String MIXED = "mixed";

  /** The variant of the whole model whose activations are quantized as they come. */
  static final String DYNAMIC = QuantizeJob.DYNAMIC;

  /** What a whole model is called as a subject. */
  static final String MODEL = "model";

  CasePlan {
    layers = List.copyOf(layers);
    models = List.copyOf(models);
  }

  /** Plans a backend's cases. */
  static CasePlan of(
      Backend backend, List<Layer> layers, List<Precision> precisions, ModelQuantizer quantizer) {
    List<BenchmarkCase> cases = new ArrayList<>();
    Map<String, String> skipped = new LinkedHashMap<>();
    for (Layer layer : layers) {
      for (Precision precision : precisions) {
        BenchmarkCase one =
            new BenchmarkCase(CaseKind.LAYER, layer.name(), backend.name(), precision.id());
        Optional<String> reason = quantizer.unsupported(layer, precision);
        if (reason.isPresent()) {
          skipped.put(one.id(), reason.get());
        } else {
          cases.add(one);
        }
      }
    }
    return new CasePlan(cases, models(backend, precisions), skipped);
  }

  private static List<BenchmarkCase> models(Backend backend, List<Precision> precisions) {
    List<BenchmarkCase> models = new ArrayList<>();
    for (Precision precision : precisions) {
      models.add(new BenchmarkCase(CaseKind.MODEL, MODEL, backend.name(), precision.id()));
    }
    models.add(new BenchmarkCase(CaseKind.MODEL, MODEL, backend.name(), MIXED));
    return models;
  }

  /** The same with these whole models besides. */
  CasePlan withModels(Backend backend, List<String> variants) {
    List<BenchmarkCase> more = new ArrayList<>(models);
    variants.forEach(
        variant -> more.add(new BenchmarkCase(CaseKind.MODEL, MODEL, backend.name(), variant)));
    return new CasePlan(layers, more, skipped);
  }

  /** The same with the methods that are measured beside the run's own plan. */
  CasePlan withMethods(String backend, Methods methods) {
    List<BenchmarkCase> more = new ArrayList<>(models);
    methods.measured().stream()
        .filter(method -> !method.variant().equals(MIXED))
        .forEach(method -> more.add(model(backend, method.variant())));
    Map<String, String> reasons = new LinkedHashMap<>(skipped);
    methods
        .impossible()
        .forEach((variant, reason) -> reasons.put(model(backend, variant).id(), reason));
    return new CasePlan(layers, more, reasons);
  }

  private static BenchmarkCase model(String backend, String variant) {
    return new BenchmarkCase(CaseKind.MODEL, MODEL, backend, variant);
  }

  /** The same without layers. */
  CasePlan modelsOnly() {
    return new CasePlan(List.of(), models, Map.of());
  }

  /** Both plans, one after the other. */
  CasePlan plus(CasePlan other) {
    List<BenchmarkCase> allLayers = new ArrayList<>(layers);
    allLayers.addAll(other.layers);
    List<BenchmarkCase> allModels = new ArrayList<>(models);
    allModels.addAll(other.models);
    Map<String, String> allSkipped = new LinkedHashMap<>(skipped);
    allSkipped.putAll(other.skipped);
    return new CasePlan(allLayers, allModels, allSkipped);
  }

  /** The ids of all cases. */
  List<String> ids() {
    List<String> ids = new ArrayList<>();
    layers.forEach(one -> ids.add(one.id()));
    models.forEach(one -> ids.add(one.id()));
    return ids;
  }
}
