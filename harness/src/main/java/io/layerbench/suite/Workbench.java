package io.layerbench.suite;

import io.layerbench.backend.Backend;
import io.layerbench.backend.Backends;
import io.layerbench.dataset.Dataset;
import io.layerbench.onnx.Layer;
import io.layerbench.onnx.LayerSplitter;
import io.layerbench.onnx.ModelReader;
import io.layerbench.onnx.OnnxModel;
import io.layerbench.quantize.CalibrationTable;
import io.layerbench.quantize.CalibrationTables;
import io.layerbench.quantize.LayerRanges;
import io.layerbench.quantize.LayerRule;
import io.layerbench.quantize.ModelQuantizer;
import io.layerbench.quantize.Scheme;
import io.layerbench.worker.DataSource;
import io.layerbench.worker.ModelWorker;
import io.layerbench.worker.Tasks;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A model prepared and calibrated outside of a run, for commands that make one thing of it. */
public final class Workbench {

  private final Request request;
  private final ModelWorker worker;
  private final Console console;
  private final Path file;
  private final Tasks.Prepared prepared;
  private final OnnxModel model;
  private final List<Layer> parts;
  private final ArrivedQuantization arrived;

  /**
   * What to prepare and how to calibrate it.
   *
   * @param files the model and its data
   * @param shapes input shapes by name, where the user gave them
   * @param backend whose precisions are meant
   * @param scheme how quantization is done
   * @param samples calibration samples
   * @param threads intra-operator threads for calibrating
   * @param seed of every random choice
   */
  public record Request(
      JobFiles files,
      Map<String, List<Long>> shapes,
      String backend,
      Scheme scheme,
      int samples,
      int threads,
      long seed) {

    DataSource source() {
      return new DataSource(JobFiles.text(files.data()), JobFiles.text(files.dataRoot()), seed);
    }

    @Nullable Dataset dataset() {
      Path data = files.data();
      Path root = files.dataRoot();
      if (data == null) {
        return null;
      }
      return root == null ? Dataset.read(data) : Dataset.read(data, root);
    }
  }

  /**
   * Prepares the model.
   *
   * @param folder where the prepared model goes
   * @throws io.layerbench.base.InvalidInputException also where the scheme has a rule that is for
   *     no layer
   */
  public Workbench(Request request, ModelWorker worker, Console console, Path folder) {
    this.request = request;
    this.worker = worker;
    this.console = console;
    this.file = folder.resolve("prepared.onnx").toAbsolutePath();
    this.prepared =
        worker.prepare(
            new Tasks.Prepare(
                request.files().model().toAbsolutePath().toString(),
                request.shapes(),
                1,
                request.source(),
                file.toString()));
    this.model = ModelReader.read(file);
    this.parts = LayerSplitter.split(model);
    LayerRule.check(request.scheme().layers(), parts);
    this.arrived = ArrivedQuantization.read(file(prepared.quantized()));
    arrived.notices(model, parts).forEach(console::warning);
  }

  private static @Nullable Path file(@Nullable String path) {
    return path == null ? null : Path.of(path);
  }

  /** The quantization that the model arrived with. */
  ArrivedQuantization arrived() {
    return arrived;
  }

  Request request() {
    return request;
  }

  /** The prepared model's file. */
  Path file() {
    return file;
  }

  OnnxModel model() {
    return model;
  }

  /** The user's file's name without its ending. */
  String modelName() {
    return prepared.modelName();
  }

  /** The digest of the user's file. */
  String sha256() {
    return prepared.sha256();
  }

  /** All layers and glue. */
  List<Layer> parts() {
    return parts;
  }

  Backend backend() {
    return Backends.named(request.backend());
  }

  /** Runs the calibration samples. */
  CalibrationTables calibrate() {
    Tasks.Calibrate task =
        new Tasks.Calibrate(
            file.toString(),
            sha256(),
            "cpu",
            request.threads(),
            request.source(),
            request.samples(),
            List.copyOf(ModelQuantizer.rangesNeeded(model, parts)));
    try (ProgressLine progress = new ProgressLine(console, "Calibrating")) {
      return worker.calibrate(task, progress);
    }
  }

  /** The ranges by the scheme's calibrations. */
  CalibrationTable ranges(CalibrationTables tables) {
    return LayerRanges.of(tables, request.scheme(), model, parts);
  }

  /** Rewrites the model by the request's scheme, or as it arrived quantized. */
  ModelQuantizer quantizer(CalibrationTables tables) {
    return new ModelQuantizer(
            model, parts, request.scheme(), ranges(tables), backend().capabilities().fp16())
        .withGiven(arrived.given());
  }
}
