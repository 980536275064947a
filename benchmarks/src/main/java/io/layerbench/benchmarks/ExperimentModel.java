package io.layerbench.benchmarks;

import io.layerbench.backend.Backends;
import io.layerbench.dataset.BuiltinModels;
import io.layerbench.onnx.Layer;
import io.layerbench.onnx.LayerSplitter;
import io.layerbench.onnx.ModelReader;
import io.layerbench.onnx.OnnxModel;
import io.layerbench.quantize.CalibrationTables;
import io.layerbench.quantize.LayerRanges;
import io.layerbench.quantize.ModelQuantizer;
import io.layerbench.quantize.Scheme;
import io.layerbench.worker.DataSource;
import io.layerbench.worker.InProcessWorker;
import io.layerbench.worker.Progress;
import io.layerbench.worker.Tasks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A prepared and calibrated model, for experiments that run in this very process.
 *
 * @param model the prepared model
 * @param parts its layers and glue
 * @param tables the ranges by every method, over {@value #SAMPLES} samples
 */
record ExperimentModel(OnnxModel model, List<Layer> parts, CalibrationTables tables) {

  private static final int SAMPLES = 8;

  /** Prepares and calibrates a file, or a model that the program builds, as "builtin:resnet18". */
  static ExperimentModel named(String model, DataSource data) throws IOException {
    if (!BuiltinModels.isName(model)) {
      return of(Path.of(model), data);
    }
    Path folder = Files.createTempDirectory("layerbench-builtin");
    Path file = BuiltinModels.write(model, folder).model();
    ExperimentModel subject = of(file, data);
    Files.delete(file);
    Files.delete(folder);
    return subject;
  }

  /** Prepares and calibrates a file. */
  static ExperimentModel of(Path file, DataSource data) throws IOException {
    InProcessWorker worker = new InProcessWorker();
    Path prepared = Files.createTempFile("layerbench-prepared", ".onnx").toAbsolutePath();
    worker.prepare(
        new Tasks.Prepare(
            file.toAbsolutePath().toString(), Map.of(), 1, data, prepared.toString()));
    OnnxModel model = ModelReader.read(prepared);
    List<Layer> parts = LayerSplitter.split(model);
    CalibrationTables tables =
        worker.calibrate(
            new Tasks.Calibrate(
                prepared.toString(),
                model.sha256(),
                "cpu",
                1,
                data,
                SAMPLES,
                List.copyOf(ModelQuantizer.rangesNeeded(model, parts))),
            Progress.NONE);
    Files.delete(prepared);
    return new ExperimentModel(model, parts, tables);
  }

  /** Rewrites the model by that scheme for the CPU. */
  ModelQuantizer quantizer(Scheme scheme) {
    return new ModelQuantizer(
        model,
        parts,
        scheme,
        LayerRanges.of(tables, scheme, model, parts),
        Backends.named("cpu").capabilities().fp16());
  }
}
