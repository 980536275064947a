package io.layerbench.benchmarks;

import io.layerbench.backend.Backend;
import io.layerbench.backend.Backends;
import io.layerbench.base.Precision;
import io.layerbench.base.UsageException;
import io.layerbench.dataset.BuiltinModels;
import io.layerbench.dataset.BuiltinModels.ModelFiles;
import io.layerbench.onnx.Layer;
import io.layerbench.onnx.LayerSplitter;
import io.layerbench.onnx.ModelReader;
import io.layerbench.onnx.OnnxModel;
import io.layerbench.quantize.CalibrationMethod;
import io.layerbench.quantize.CalibrationTables;
import io.layerbench.quantize.ModelQuantizer;
import io.layerbench.quantize.Scheme;
import io.layerbench.suite.CaseModels;
import io.layerbench.worker.DataSource;
import io.layerbench.worker.ModelWorker;
import io.layerbench.worker.Progress;
import io.layerbench.worker.Tasks;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes a case inside the fork, for plain JMH: the same models, calibrated on a few samples or
 * random inputs.
 */
final class StandaloneCase {

  private static final int SAMPLES = 8;
  private static final long SEED = 1;

  private final ModelWorker worker;
  private final Path folder;
  private final DataSource data;
  private final Path prepared;
  private final String sha256;
  private final OnnxModel model;
  private final List<Layer> layers;

  /**
   * Prepares a model.
   *
   * @param model an ONNX file, or the name of one of {@link BuiltinModels}
   * @param worker runs it
   * @param folder where files go
   */
  StandaloneCase(String model, ModelWorker worker, Path folder) {
    this.worker = worker;
    this.folder = folder.toAbsolutePath();
    ModelFiles files =
        BuiltinModels.isName(model)
            ? BuiltinModels.write(model, this.folder)
            : new ModelFiles(Path.of(model).toAbsolutePath(), null);
    Path dataset = files.dataset();
    data = new DataSource(dataset == null ? null : dataset.toString(), null, SEED);
    prepared = this.folder.resolve("prepared.onnx");
    sha256 =
        worker
            .prepare(
                new Tasks.Prepare(files.model().toString(), Map.of(), 1, data, prepared.toString()))
            .sha256();
    this.model = ModelReader.read(prepared);
    layers = LayerSplitter.split(this.model);
  }

  /**
   * Writes a case.
   *
   * @param layer a layer's name, or "*" for the whole model
   * @return the case file
   */
  Path write(String layer, Precision precision, String backend, int threads) {
    Set<String> tensors = new LinkedHashSet<>(inputs());
    layers.forEach(one -> tensors.addAll(one.inputs()));
    Set<String> ranges = new LinkedHashSet<>(ModelQuantizer.rangesNeeded(model, layers));
    CalibrationTables tables =
        worker.calibrate(
            new Tasks.Calibrate(
                prepared.toString(), sha256, "cpu", threads, data, SAMPLES, List.copyOf(ranges)),
            Progress.NONE);
    Backend target = Backends.named(backend);
    ModelQuantizer quantizer =
        new ModelQuantizer(
            model,
            layers,
            Scheme.baseline(target.capabilities().activationType()),
            tables.by(CalibrationMethod.MINMAX),
            target.capabilities().fp16());
    CaseModels models = new CaseModels(folder, threads, capture(tensors));
    return layer.equals("*")
        ? models.write("model", backend, whole(quantizer, precision), inputs())
        : layer(models, quantizer, find(layer), precision, backend);
  }

  private List<Tasks.CapturedTensor> capture(Set<String> tensors) {
    return worker.capture(
        new Tasks.Capture(prepared.toString(), data, List.copyOf(tensors), folder.toString()));
  }

  private List<String> inputs() {
    return model.graph().inputs().stream().map(input -> input.getName()).toList();
  }

  private OnnxModel whole(ModelQuantizer quantizer, Precision precision) {
    Map<String, Precision> plan = new LinkedHashMap<>();
    for (Layer layer : layers) {
      if (layer.isRanked() && quantizer.unsupported(layer, precision).isEmpty()) {
        plan.put(layer.name(), precision);
      }
    }
    return quantizer.build(plan);
  }

  private static Path layer(
      CaseModels models,
      ModelQuantizer quantizer,
      Layer layer,
      Precision precision,
      String backend) {
    quantizer
        .unsupported(layer, precision)
        .ifPresent(
            reason -> {
              throw new UsageException(
                  "Layer (" + layer.name() + ") has no case in " + precision.id() + ": " + reason,
                  "choose another precision.");
            });
    return models.write("layer", backend, quantizer.layerCase(layer, precision), layer.inputs());
  }

  private Layer find(String name) {
    return layers.stream()
        .filter(layer -> layer.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new UsageException(
                    "The model has no layer (" + name + ").", "`layers` lists them."));
  }
}
