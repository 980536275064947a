package io.layerbench.suite;

import io.layerbench.backend.Backend;
import io.layerbench.base.Precision;
import io.layerbench.onnx.Layer;
import io.layerbench.onnx.LayerSplitter;
import io.layerbench.onnx.OnnxModel;
import io.layerbench.quantize.ModelQuantizer;
import io.layerbench.quantize.Scheme;
import io.layerbench.ranking.Plan;
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

/**
 * The models of one backend that are compared: FP32, full INT8 where the run has INT8, and the
 * plan's.
 */
final class CandidateModels {

  private final RunStart start;
  private final Backend backend;
  private final ModelQuantizer quantizer;
  private final List<Layer> layers;
  private final Scheme scheme;
  private final Plan plan;

  CandidateModels(RunStart start, Backend backend, Ranges.Calibrated ranges, Plan plan) {
    this.start = start;
    this.backend = backend;
    this.layers = LayerSplitter.split(start.workspace().prepared());
    this.quantizer = start.workspace().sampleQuantizer(backend, ranges, layers);
    this.scheme = ranges.scheme();
    this.plan = plan;
  }

  /** Names a file of the run by its stem, backend and ending. */
  interface FileNames {
    String name(String stem, String backend, String ending);
  }

  /**
   * Builds the models into the run's folder, measures their accuracy, and joins it with their
   * timings.
   */
  List<EvaluationRow> evaluate(Console console, List<Timing> timings, FileNames names)
      throws IOException {
    Map<String, Path> files = new LinkedHashMap<>();
    files.put(Precision.FP32.id(), start.workspace().preparedFile());
    if (start.job().options().precisions().contains(Precision.INT8)) {
      files.put(Precision.INT8.id(), write(Precision.INT8.id(), names));
    }
    files.put(CasePlan.MIXED, write(CasePlan.MIXED, names));
    if (start.job().options().dynamicInt8()) {
      files.put(CasePlan.DYNAMIC, writeDynamic(names));
    }
    start.compared().names().forEach(name -> files.put(name, start.compared().file(name)));
    Map<String, Tasks.Evaluated> evaluated = run(console, files);
    List<EvaluationRow> rows = new ArrayList<>();
    for (Map.Entry<String, Path> file : files.entrySet()) {
      String variant = file.getKey();
      Path sized = variant.equals(Precision.FP32.id()) ? baseline() : file.getValue();
      rows.add(
          EvaluationStation.row(
              backend.name(), variant, Files.size(sized), evaluated.get(variant), timings));
    }
    return rows;
  }

  /** The file as the user has it, unless that is no float one. */
  private Path baseline() {
    return start.workspace().arrived().file() == null
        ? start.job().files().model()
        : start.workspace().preparedFile();
  }

  private Path writeDynamic(FileNames names) {
    return write(
        CasePlan.DYNAMIC,
        names,
        EvaluationStation.dynamic(start.workspace().prepared(), layers, scheme));
  }

  private Path write(String variant, FileNames names) {
    return write(variant, names, EvaluationStation.build(variant, layers, quantizer, plan));
  }

  private Path write(String variant, FileNames names, OnnxModel model) {
    String name = "models/" + names.name(variant, backend.name(), ".onnx");
    start.folder().write(name, model.toBytes());
    return start.folder().file(name).toAbsolutePath();
  }

  private Map<String, Tasks.Evaluated> run(Console console, Map<String, Path> files) {
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
