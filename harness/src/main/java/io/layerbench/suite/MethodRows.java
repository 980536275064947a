package io.layerbench.suite;

import io.layerbench.base.Precision;
import io.layerbench.onnx.OnnxModel;
import io.layerbench.onnx.ParameterUse;
import io.layerbench.run.Energies;
import io.layerbench.run.EvaluationRow;
import io.layerbench.run.MethodDetails;
import io.layerbench.run.MethodTimes;
import io.layerbench.run.Timing;
import io.layerbench.statistics.Interval;
import io.layerbench.statistics.Wilson;
import io.layerbench.worker.Tasks.Evaluated;
import java.util.List;
import java.util.Map;
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
    MethodTimes own = MethodTimes.of(timings, CasePlan.MODEL, backend, built.variant(), batch);
    Evaluated ok = evaluated == null || evaluated.failure() != null ? null : evaluated;
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
        own.latencyMs(),
        own.latencyLowMs(),
        own.latencyHighMs(),
        built.bytes() / 1e6,
        failure(evaluated, own),
        details(built, ok, own));
  }

  private MethodDetails details(Built built, @Nullable Evaluated ok, MethodTimes own) {
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
        own.itemsPerSecond(),
        own.cpuPercent(),
        own.peakMemoryMb(),
        ParameterUse.of(built.model()),
        Energies.mjPerCall(own.forks()));
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

  private static @Nullable String failure(@Nullable Evaluated evaluated, MethodTimes own) {
    return evaluated != null && evaluated.failure() != null ? evaluated.failure() : own.failure();
  }
}
