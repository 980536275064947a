package io.layerbench.suite;

import io.layerbench.backend.Backend;
import io.layerbench.base.ChildFailedException;
import io.layerbench.base.Json;
import io.layerbench.base.JsonLines;
import io.layerbench.base.Precision;
import io.layerbench.costs.CostModel;
import io.layerbench.costs.CostModelBuilder;
import io.layerbench.costs.GainMeter;
import io.layerbench.costs.InPlaceRecord;
import io.layerbench.costs.InPlaceRows;
import io.layerbench.costs.KernelOwners;
import io.layerbench.costs.LayerGains;
import io.layerbench.costs.ProbePlans;
import io.layerbench.costs.Reconciliation;
import io.layerbench.costs.Topology;
import io.layerbench.onnx.Layer;
import io.layerbench.quantize.ModelQuantizer;
import io.layerbench.run.CountedForks;
import io.layerbench.run.RunOptions;
import io.layerbench.worker.Tasks;
import java.io.IOException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Profiles the uniform models and the probes in place, by turns and in as many rounds as a case has
 * forks, and makes the backend's cost model of it: inplace.jsonl and costs.json.
 */
final class InPlaceStation {

  /** A share of the time that changes no plan. */
  private static final double MOST_UNKNOWN = 0.05;

  /** A line per round and model. */
  static final String JOURNAL = "inplace.jsonl";

  private final RunStart start;
  private final Console console;

  InPlaceStation(RunStart start, Console console) {
    this.start = start;
    this.console = console;
  }

  /**
   * The cost model of a backend; null where the models could not be timed in place, which a warning
   * says.
   *
   * @param file the cost model's
   */
  @Nullable CostModel run(Backend backend, Ranges ranges, String file) throws IOException {
    String unprofiled = backend.unprofiled();
    if (unprofiled != null) {
      start.warn("Nothing is timed in place on %s: %s.".formatted(backend.name(), unprofiled));
      return null;
    }
    ModelQuantizer quantizer = start.workspace().timedQuantizer(backend, ranges.of(backend.name()));
    Map<String, Map<String, Precision>> plans = plans(quantizer);
    JsonLines<InPlaceRecord> journal = InPlaceRecord.journal(start.folder().file(JOURNAL));
    journal.dropTornLine();
    try {
      List<InPlaceRecord> records =
          InPlaceRecord.last(start.folder().file(JOURNAL), backend.name());
      Map<String, InPlaceModel> models = new LinkedHashMap<>();
      for (int round = 0; round < options().forks(); round++) {
        int current = round;
        if (records.stream().filter(one -> one.round() == current).count() < plans.size()) {
          if (models.isEmpty()) {
            plans.forEach((name, plan) -> models.put(name, model(backend, quantizer, name, plan)));
          }
          records.removeIf(one -> one.round() == current);
          for (InPlaceRecord one : round(backend, models, round)) {
            journal.append(one);
            records.add(one);
          }
        }
      }
      warnOfFailures(records);
      KernelOwners owners = new KernelOwners(start.workspace().timed(), start.workspace().layers());
      warnOfUnknown(backend, owners, records);
      return build(backend, quantizer, plans, new Measured(records, owners), file);
    } catch (ChildFailedException e) {
      start.warn(
          "The models could not be timed in place on %s: %s"
              .formatted(backend.name(), e.getMessage()));
      return null;
    }
  }

  /**
   * A model as it was built.
   *
   * @param precisions of every layer and piece of glue
   */
  private record InPlaceModel(Tasks.Candidate candidate, Map<String, Precision> precisions) {}

  private InPlaceModel model(
      Backend backend, ModelQuantizer quantizer, String name, Map<String, Precision> plan) {
    String file = "work/in-place-" + backend.name() + "-" + name + ".onnx";
    start.folder().write(file, quantizer.build(plan).toBytes());
    String path = start.folder().file(file).toAbsolutePath().toString();
    return new InPlaceModel(
        new Tasks.Candidate(name, backend.name(), path), quantizer.precisions(plan));
  }

  private RunOptions options() {
    return start.job().options();
  }

  private Map<String, Map<String, Precision>> plans(ModelQuantizer quantizer) {
    boolean int8 = options().precisions().contains(Precision.INT8);
    return ProbePlans.of(
        start.workspace().layers().stream()
            .filter(layer -> int8 && layer.isRanked())
            .filter(layer -> quantizer.precision(layer, Precision.INT8) == Precision.INT8)
            .filter(layer -> quantizer.unsupported(layer, Precision.INT8).isEmpty())
            .map(Layer::name)
            .toList());
  }

  private List<InPlaceRecord> round(Backend backend, Map<String, InPlaceModel> models, int round) {
    Tasks.InPlace task =
        new Tasks.InPlace(
            models.values().stream().map(InPlaceModel::candidate).toList(),
            options().threads(),
            start.job().source(),
            options().iterations(),
            options().seed() + round,
            start.folder().work().toAbsolutePath().toString());
    String title = "In place, round %d of %d".formatted(round + 1, options().forks());
    try (ProgressLine progress = new ProgressLine(console, title)) {
      return start.worker().inPlace(task, progress).stream()
          .map(
              placed ->
                  InPlaceRecord.of(
                      backend.name(),
                      round,
                      Objects.requireNonNull(models.get(placed.name())).precisions(),
                      placed))
          .toList();
    }
  }

  private void warnOfFailures(List<InPlaceRecord> records) {
    records.stream()
        .filter(one -> !one.succeeded())
        .map(
            one ->
                "The model (%s) could not be timed in place on %s: %s"
                    .formatted(one.variant(), one.backend(), one.failure()))
        .distinct()
        .forEach(start::warn);
  }

  /** Time that belongs to no layer is spread over all of them, which makes each one's wrong. */
  private void warnOfUnknown(Backend backend, KernelOwners owners, List<InPlaceRecord> records) {
    records.stream()
        .filter(InPlaceRecord::succeeded)
        .map(one -> owners.of(one.kernels()))
        .max(Comparator.comparingDouble(KernelOwners.Shares::unknownShare))
        .filter(shares -> shares.unknownShare() > MOST_UNKNOWN)
        .ifPresent(
            shares ->
                start.warn(
                    "Up to %.0f%% of the time in place on %s is of kernels whose layer is not known (such as %s): predicted latencies are unsure."
                        .formatted(
                            100 * shares.unknownShare(),
                            backend.name(),
                            shares.longestUnknown().name())));
  }

  private @Nullable CostModel build(
      Backend backend,
      ModelQuantizer quantizer,
      Map<String, Map<String, Precision>> plans,
      Measured measured,
      String file)
      throws IOException {
    List<InPlaceRecord> records = measured.records();
    if (records.stream()
        .noneMatch(one -> one.succeeded() && one.variant().equals(ProbePlans.FP32))) {
      return null;
    }
    Map<String, Precision> full = plans.getOrDefault(ProbePlans.INT8, Map.of());
    CostModel costs =
        CostModelBuilder.build(
            start.record().modelSha256(),
            backend.name(),
            options().threads(),
            Topology.of(
                start.workspace().timed(), start.workspace().layers(), quantizer.precisions(full)),
            measured.owners(),
            records);
    start.folder().write(file, Json.pretty(costs));
    reconcile(backend, costs, measured);
    List<String> ranked =
        start.workspace().layers().stream().filter(Layer::isRanked).map(Layer::name).toList();
    LayerGains gains = new GainMeter(measured.owners()).gains(backend.name(), records, ranked);
    start.folder().write(names().name("gains", backend.name(), ".csv"), gains.text());
    return costs;
  }

  private BackendFiles names() {
    return BackendFiles.of(options());
  }

  /** What was profiled, and to which layer each kernel belongs. */
  private record Measured(List<InPlaceRecord> records, KernelOwners owners) {}

  private void reconcile(Backend backend, CostModel costs, Measured measured) throws IOException {
    InPlaceRows rows =
        new Reconciliation(costs, measured.records(), measured.owners())
            .rows(
                AloneTimes.of(CountedForks.of(start.folder().journal().read()), backend.name()),
                measured.records());
    start.folder().write(names().name("inplace", backend.name(), ".csv"), rows.modelsText());
    start.folder().write(names().name("reconciliation", backend.name(), ".csv"), rows.layersText());
  }
}
