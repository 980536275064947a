package io.layerbench.suite;

import io.layerbench.backend.Backend;
import io.layerbench.backend.Kernel;
import io.layerbench.base.ChildFailedException;
import io.layerbench.base.Json;
import io.layerbench.base.JsonLines;
import io.layerbench.base.Precision;
import io.layerbench.costs.CostModel;
import io.layerbench.costs.CostModelBuilder;
import io.layerbench.costs.InPlaceRecord;
import io.layerbench.costs.InPlaceRows;
import io.layerbench.costs.KernelOwners;
import io.layerbench.costs.ProbePlans;
import io.layerbench.costs.Reconciliation;
import io.layerbench.costs.Topology;
import io.layerbench.onnx.Layer;
import io.layerbench.quantize.ModelQuantizer;
import io.layerbench.run.CaseKind;
import io.layerbench.run.CountedForks;
import io.layerbench.run.RunOptions;
import io.layerbench.run.Timing;
import io.layerbench.statistics.ForkSummary;
import io.layerbench.worker.Tasks;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
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

  /** A line per round and model. */
  static final String JOURNAL = "inplace.jsonl";

  private final RunStart start;
  private final Console console;

  InPlaceStation(RunStart start, Console console) {
    this.start = start;
    this.console = console;
  }

  /**
   * The cost model of a backend; null where the runtime could not run the models in place, which a
   * warning says.
   *
   * @param file the cost model's
   */
  @Nullable CostModel run(Backend backend, Ranges ranges, String file) throws IOException {
    ModelQuantizer quantizer = start.workspace().timedQuantizer(backend, ranges.of(backend.name()));
    Map<String, Map<String, Precision>> plans = plans(quantizer);
    JsonLines<InPlaceRecord> journal =
        new JsonLines<>(start.folder().file(JOURNAL), InPlaceRecord.class);
    journal.dropTornLine();
    try {
      List<InPlaceRecord> records = measured(journal, backend);
      for (int round = 0; round < options().forks(); round++) {
        int current = round;
        if (records.stream().filter(one -> one.round() == current).count() < plans.size()) {
          List<InPlaceRecord> fresh = round(backend, quantizer, plans, round);
          for (InPlaceRecord one : fresh) {
            journal.append(one);
          }
          records.removeIf(one -> one.round() == current);
          records.addAll(fresh);
        }
      }
      warnOfFailures(records);
      return build(backend, quantizer, plans, records, file);
    } catch (ChildFailedException e) {
      start.warn(
          "The models could not be timed in place on %s: %s"
              .formatted(backend.name(), e.getMessage()));
      return null;
    }
  }

  private RunOptions options() {
    return start.job().options();
  }

  private List<InPlaceRecord> measured(JsonLines<InPlaceRecord> journal, Backend backend)
      throws IOException {
    List<InPlaceRecord> records = new ArrayList<>(journal.read());
    records.removeIf(one -> !one.backend().equals(backend.name()));
    return records;
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

  private List<InPlaceRecord> round(
      Backend backend,
      ModelQuantizer quantizer,
      Map<String, Map<String, Precision>> plans,
      int round) {
    Path work = start.folder().work().toAbsolutePath();
    List<Tasks.Candidate> models = new ArrayList<>();
    Map<String, Map<String, Precision>> precisions = new LinkedHashMap<>();
    plans.forEach(
        (variant, plan) -> {
          String name = "in-place-" + backend.name() + "-" + variant + ".onnx";
          start.folder().write("work/" + name, quantizer.build(plan).toBytes());
          models.add(new Tasks.Candidate(variant, backend.name(), work.resolve(name).toString()));
          precisions.put(variant, quantizer.precisions(plan));
        });
    Tasks.InPlace task =
        new Tasks.InPlace(
            models,
            options().threads(),
            start.job().source(),
            options().iterations(),
            options().seed() + round,
            work.toString());
    String title = "In place, round %d of %d".formatted(round + 1, options().forks());
    try (ProgressLine progress = new ProgressLine(console, title)) {
      return start.worker().inPlace(task, progress).stream()
          .map(
              placed ->
                  new InPlaceRecord(
                      backend.name(),
                      placed.name(),
                      round,
                      Objects.requireNonNull(precisions.get(placed.name())),
                      placed.wholeNanos(),
                      placed.profiledNanos(),
                      placed.kernels(),
                      placed.failure()))
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

  private @Nullable CostModel build(
      Backend backend,
      ModelQuantizer quantizer,
      Map<String, Map<String, Precision>> plans,
      List<InPlaceRecord> records,
      String file)
      throws IOException {
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
            owners(),
            records);
    start.folder().write(file, Json.pretty(costs));
    reconcile(backend, costs, records);
    return costs;
  }

  private KernelOwners owners() {
    return new KernelOwners(start.workspace().timed(), start.workspace().layers());
  }

  private void reconcile(Backend backend, CostModel costs, List<InPlaceRecord> records)
      throws IOException {
    InPlaceRows rows = new Reconciliation(costs, records, owners()).rows(alone(backend), records);
    BackendFiles files = BackendFiles.of(options());
    start.folder().write(files.name("inplace", backend.name(), ".csv"), rows.modelsText());
    start.folder().write(files.name("reconciliation", backend.name(), ".csv"), rows.layersText());
  }

  /** The layers that were timed alone, glue included. */
  private List<Reconciliation.Alone> alone(Backend backend) throws IOException {
    Map<String, List<Timing>> cases = new LinkedHashMap<>();
    for (Timing one : CountedForks.of(start.folder().journal().read())) {
      boolean compared =
          one.kind() == CaseKind.LAYER
              && one.backend().equals(backend.name())
              && !one.variant().equals(Precision.FP16.id());
      if (compared && one.succeeded()) {
        cases.computeIfAbsent(one.caseId(), id -> new ArrayList<>()).add(one);
      }
    }
    return cases.values().stream().map(InPlaceStation::alone).toList();
  }

  private static Reconciliation.Alone alone(List<Timing> forks) {
    Timing first = forks.get(0);
    double median = ForkSummary.of(forks.stream().map(Timing::callsNanos).toList()).median() / 1e6;
    Double call = first.callNanos();
    return new Reconciliation.Alone(
        first.subject(),
        Precision.parse(first.variant()),
        median,
        call == null ? null : (Double) (call / 1e6),
        first.kernels().stream().map(Kernel::op).toList());
  }
}
