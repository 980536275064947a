package io.layerbench.benchmarks;

import io.layerbench.base.Precision;
import io.layerbench.costs.CostModel;
import io.layerbench.costs.CostModelBuilder;
import io.layerbench.costs.InPlaceRecord;
import io.layerbench.costs.KernelOwners;
import io.layerbench.costs.ProbePlans;
import io.layerbench.costs.Topology;
import io.layerbench.onnx.Layer;
import io.layerbench.quantize.ModelQuantizer;
import io.layerbench.statistics.Midmean;
import io.layerbench.worker.DataSource;
import io.layerbench.worker.InProcessWorker;
import io.layerbench.worker.Progress;
import io.layerbench.worker.Tasks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Times plans' models in place by turns, in rounds, for experiments that run in this process. */
final class PlanTrials {

  private static final int ITERATIONS = 100;

  private final ExperimentModel subject;
  private final ModelQuantizer quantizer;
  private final DataSource data;
  private final Path folder;
  private final Map<String, Map<String, Precision>> plans;
  private final List<InPlaceRecord> records = new ArrayList<>();

  /**
   * @param plans by name; those of the probes are what a cost model is made of
   */
  PlanTrials(
      ExperimentModel subject,
      ModelQuantizer quantizer,
      DataSource data,
      Map<String, Map<String, Precision>> plans)
      throws IOException {
    this.subject = subject;
    this.quantizer = quantizer;
    this.data = data;
    this.folder = Files.createTempDirectory("layerbench-plans");
    this.plans = new LinkedHashMap<>(plans);
  }

  /** The ranked layers that have an INT8 form. */
  static List<String> decidable(ExperimentModel subject, ModelQuantizer quantizer) {
    return subject.parts().stream()
        .filter(Layer::isRanked)
        .filter(layer -> quantizer.unsupported(layer, Precision.INT8).isEmpty())
        .map(Layer::name)
        .toList();
  }

  /** Times every plan's model once more, the turns in an order of the round's own. */
  void round() throws IOException {
    round(rounds());
  }

  /**
   * Times every plan's model once more.
   *
   * @param seed of the turns' order
   */
  void round(long seed) throws IOException {
    int round = rounds();
    List<Tasks.Candidate> models = new ArrayList<>();
    for (Map.Entry<String, Map<String, Precision>> plan : plans.entrySet()) {
      Path file = folder.resolve(plan.getKey() + ".onnx");
      Files.write(file, quantizer.build(plan.getValue()).toBytes());
      models.add(new Tasks.Candidate(plan.getKey(), "cpu", file.toString()));
    }
    Tasks.InPlace task = new Tasks.InPlace(models, 1, data, ITERATIONS, seed, folder.toString());
    for (Tasks.Placed placed : new InProcessWorker().inPlace(task, Progress.NONE)) {
      records.add(InPlaceRecord.of("cpu", round, precisions(placed.name()), placed));
    }
  }

  private int rounds() {
    return records.size() / plans.size();
  }

  /** Where raw times lie. */
  Path folder() {
    return folder;
  }

  /** All that was measured. */
  List<InPlaceRecord> records() {
    return List.copyOf(records);
  }

  /** Every part's precision in a plan's model. */
  Map<String, Precision> precisions(String plan) {
    return quantizer.precisions(Objects.requireNonNull(plans.get(plan), plan));
  }

  /** A plan's latency in ms: the midmean over all rounds. */
  double measuredMs(String plan) {
    return Midmean.of(
        records.stream()
            .filter(one -> one.variant().equals(plan))
            .flatMap(one -> one.wholeNanos().stream())
            .mapToDouble(nanos -> nanos / 1e6)
            .toArray());
  }

  /** What the uniform models and the probes among the plans say of costs. */
  CostModel costs() {
    Set<String> known = ProbePlans.of(decidable(subject, quantizer)).keySet();
    return CostModelBuilder.build(
        subject.model().sha256(),
        "cpu",
        1,
        Topology.of(subject.model(), subject.parts(), precisions(ProbePlans.INT8)),
        new KernelOwners(subject.model(), subject.parts()),
        records.stream().filter(one -> known.contains(one.variant())).toList());
  }
}
