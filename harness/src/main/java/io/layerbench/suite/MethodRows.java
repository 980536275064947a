package io.layerbench.suite;

import io.layerbench.base.Precision;
import io.layerbench.onnx.OnnxModel;
import io.layerbench.onnx.ParameterUse;
import io.layerbench.run.BenchmarkCase;
import io.layerbench.run.CaseKind;
import io.layerbench.run.Energies;
import io.layerbench.run.EvaluationRow;
import io.layerbench.run.MethodDetails;
import io.layerbench.run.ProcessUse;
import io.layerbench.run.Timing;
import io.layerbench.statistics.ForkSummary;
import io.layerbench.statistics.Interval;
import io.layerbench.statistics.Wilson;
import io.layerbench.worker.Tasks.Evaluated;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Joins what was measured of the whole models of one backend into rows. */
final class MethodRows {

  private final String backend;
  private final int batch;
  private final List<Timing> timings;

  /**
   * @param batch items per call of the timed models
   * @param timings of the run, of which a model's own are taken
   */
  MethodRows(String backend, int batch, List<Timing> timings) {
    this.backend = backend;
    this.batch = batch;
    this.timings = List.copyOf(timings);
  }

  /**
   * A model that was built and measured.
   *
   * @param title the method's name
   * @param bytes of the file that is shown as its size
   * @param model what was run
   * @param layers the layers' precisions; empty where no plan is known
   * @param predictedLatencyMs null where nothing predicts
   */
  record Built(
      String variant,
      String title,
      long bytes,
      OnnxModel model,
      Map<String, Precision> layers,
      @Nullable Double predictedLatencyMs) {}

  /** One row. */
  EvaluationRow row(Built built, @Nullable Evaluated evaluated) {
    List<Timing> own = own(built.variant());
    List<double[]> forks = own.stream().filter(Timing::succeeded).map(Timing::callsNanos).toList();
    ForkSummary latency = forks.isEmpty() ? null : ForkSummary.of(forks);
    Evaluated ok = evaluated == null || evaluated.failure() != null ? null : evaluated;
    Interval interval = latency == null ? null : latency.interval();
    boolean other = ok != null && !built.variant().equals(Precision.FP32.id());
    boolean labelled = ok != null && ok.labelled() > 0;
    return new EvaluationRow(
        built.title(),
        backend,
        ok == null || !labelled ? null : 100.0 * ok.correct() / ok.labelled(),
        ok == null || !labelled ? null : (Integer) ok.correct(),
        ok == null ? 0 : ok.items(),
        ok != null && other && ok.classified() ? 100.0 * ok.agreeing() / ok.items() : null,
        ok != null && other ? ok.psnrDb() : null,
        latency == null ? null : latency.median() / 1e6,
        interval == null ? null : interval.low() / 1e6,
        interval == null ? null : interval.high() / 1e6,
        built.bytes() / 1e6,
        failure(evaluated, own),
        details(built, ok, latency, own));
  }

  private List<Timing> own(String variant) {
    String id = new BenchmarkCase(CaseKind.MODEL, CasePlan.MODEL, backend, variant).id();
    return timings.stream().filter(timing -> timing.caseId().equals(id)).toList();
  }

  private MethodDetails details(
      Built built, @Nullable Evaluated ok, @Nullable ForkSummary latency, List<Timing> own) {
    Interval accuracy =
        ok == null || ok.labelled() == 0 ? null : Wilson.interval(ok.correct(), ok.labelled());
    Double loss = ok == null ? null : ok.loss();
    return new MethodDetails(
        null,
        accuracy == null ? null : 100 * accuracy.low(),
        accuracy == null ? null : 100 * accuracy.high(),
        loss,
        ok == null || loss == null ? null : ok.probabilities() ? "probabilities" : "logits",
        built.predictedLatencyMs(),
        counts(built.layers()),
        latency == null ? null : batch * 1e9 / latency.median(),
        cpuPercent(own),
        peakMemoryMb(own),
        ParameterUse.of(built.model()),
        Energies.mjPerCall(own));
  }

  /** How many layers each precision has, by its id; the three that are executed always, or none. */
  static Map<String, Integer> counts(Map<String, Precision> layers) {
    Map<String, Integer> counts = new TreeMap<>();
    if (!layers.isEmpty()) {
      List.of(Precision.FP32, Precision.FP16, Precision.INT8)
          .forEach(precision -> counts.put(precision.id(), 0));
    }
    layers.values().forEach(precision -> counts.merge(precision.id(), 1, Integer::sum));
    return counts;
  }

  private static Collection<ProcessUse> uses(List<Timing> timings) {
    return timings.stream().map(Timing::process).filter(Objects::nonNull).toList();
  }

  private static @Nullable Double cpuPercent(List<Timing> timings) {
    List<Double> percents =
        uses(timings).stream().map(ProcessUse::cpuPercent).filter(Objects::nonNull).toList();
    return percents.isEmpty()
        ? null
        : (Double) percents.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
  }

  private static @Nullable Double peakMemoryMb(List<Timing> timings) {
    return uses(timings).stream()
        .map(ProcessUse::peakBytes)
        .filter(Objects::nonNull)
        .max(Long::compare)
        .map(bytes -> bytes / 1e6)
        .orElse(null);
  }

  private static @Nullable String failure(@Nullable Evaluated evaluated, List<Timing> timings) {
    if (evaluated != null && evaluated.failure() != null) {
      return evaluated.failure();
    }
    return timings.stream()
        .filter(timing -> !timing.succeeded())
        .findFirst()
        .map(Timing::failure)
        .orElse(null);
  }
}
