package io.layerbench.benchmarks;

import io.layerbench.backend.ActivationType;
import io.layerbench.base.Precision;
import io.layerbench.costs.InPlaceRecord;
import io.layerbench.costs.KernelOwners;
import io.layerbench.onnx.Layer;
import io.layerbench.quantize.ModelQuantizer;
import io.layerbench.quantize.Scheme;
import io.layerbench.worker.DataSource;
import io.layerbench.worker.InProcessWorker;
import io.layerbench.worker.Progress;
import io.layerbench.worker.Tasks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Times plans of a model in place on the CPU with one thread, as a run does, in this very process.
 *
 * @param subject the model
 * @param quantizer by the baseline scheme
 * @param data for its inputs
 * @param folder for models and the runtime's files
 */
record InPlaceRounds(
    ExperimentModel subject, ModelQuantizer quantizer, DataSource data, Path folder) {

  private static final String BACKEND = "cpu";
  private static final int ITERATIONS = 100;

  /** Prepares and calibrates a file. */
  static InPlaceRounds of(Path file, DataSource data) throws IOException {
    ExperimentModel subject = ExperimentModel.of(file, data);
    return new InPlaceRounds(
        subject,
        subject.quantizer(Scheme.baseline(ActivationType.UINT8)),
        data,
        Files.createTempDirectory("layerbench-in-place"));
  }

  /** The names of the layers that have an INT8 form, in the model's order. */
  List<String> layers() {
    return subject.parts().stream()
        .filter(Layer::isRanked)
        .filter(layer -> quantizer.unsupported(layer, Precision.INT8).isEmpty())
        .map(Layer::name)
        .toList();
  }

  KernelOwners owners() {
    return new KernelOwners(subject.model(), subject.parts());
  }

  /**
   * A round: every plan, by turns.
   *
   * @param plans by name
   * @param seed of the turns' order
   */
  List<InPlaceRecord> round(Map<String, Map<String, Precision>> plans, int round, long seed)
      throws IOException {
    List<Tasks.Candidate> models = new ArrayList<>();
    for (Map.Entry<String, Map<String, Precision>> plan : plans.entrySet()) {
      Path file = folder.resolve(plan.getKey() + ".onnx");
      if (!Files.exists(file)) {
        Files.write(file, quantizer.build(plan.getValue()).toBytes());
      }
      models.add(new Tasks.Candidate(plan.getKey(), BACKEND, file.toString()));
    }
    Tasks.InPlace task = new Tasks.InPlace(models, 1, data, ITERATIONS, seed, folder.toString());
    return new InProcessWorker()
        .inPlace(task, Progress.NONE).stream()
            .map(placed -> InPlaceRecord.of(BACKEND, round, precisions(plans, placed), placed))
            .toList();
  }

  private Map<String, Precision> precisions(
      Map<String, Map<String, Precision>> plans, Tasks.Placed placed) {
    return quantizer.precisions(Objects.requireNonNull(plans.get(placed.name())));
  }
}
