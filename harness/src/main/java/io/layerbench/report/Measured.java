package io.layerbench.report;

import io.layerbench.base.Precision;
import io.layerbench.run.BenchmarkCase;
import io.layerbench.run.CaseKind;
import io.layerbench.run.LayerRow;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A run's times by what they are of.
 *
 * @param layers layers and glue in the model's order
 * @param precisions the run's, in order
 * @param cases by case id
 * @param skipped why a case was not planned, by case id
 */
record Measured(
    List<LayerRow> layers,
    List<Precision> precisions,
    Map<String, CaseTimes> cases,
    Map<String, String> skipped) {

  static Measured of(RunData data) {
    return new Measured(
        data.record().layers(),
        data.record().options().precisions(),
        CaseTimes.of(data.timings()),
        data.record().skippedCases());
  }

  /** The times of a layer; null when it was not run. */
  @Nullable CaseTimes layer(String backend, Precision precision, String layer) {
    return cases.get(layerId(backend, precision, layer));
  }

  /** Why a layer has no time; null when it has one. */
  @Nullable String missing(String backend, Precision precision, String layer) {
    String id = layerId(backend, precision, layer);
    CaseTimes times = cases.get(id);
    if (times == null) {
      return skipped.getOrDefault(id, "not measured");
    }
    return times.ms() != null ? null : "failed: " + times.failures().get(0).failure();
  }

  /** True when a layer was left out of a precision on purpose: there it stays in FP32. */
  boolean isSkipped(String backend, Precision precision, String layer) {
    return skipped.containsKey(layerId(backend, precision, layer));
  }

  /** The times of a whole model; null when it was not run. */
  @Nullable CaseTimes model(String backend, String variant) {
    return cases.get(new BenchmarkCase(CaseKind.MODEL, "", backend, variant).id());
  }

  private static String layerId(String backend, Precision precision, String layer) {
    return new BenchmarkCase(CaseKind.LAYER, layer, backend, precision.id()).id();
  }
}
