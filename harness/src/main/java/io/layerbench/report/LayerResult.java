package io.layerbench.report;

import io.layerbench.base.Precision;
import io.layerbench.onnx.LayerKind;
import io.layerbench.ranking.RankedLayer;
import io.layerbench.ranking.Ranking;
import io.layerbench.run.LayerRow;
import io.layerbench.statistics.ForkSummary;
import io.layerbench.statistics.Interval;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A layer of a run on one backend, as programs read it.
 *
 * @param rank from 1; null when unranked
 * @param parameters how many
 * @param memoryMb at 32 bits, in MB of 10⁶ bytes
 * @param sensitivity S_i at INT8; null when unknown
 * @param score null when unranked
 * @param precision what the plan gives it; null without a ranking
 * @param times by precision, of those that the run has
 */
record LayerResult(
    String backend,
    String layer,
    String op,
    @Nullable Integer rank,
    long parameters,
    double memoryMb,
    @Nullable Double sensitivity,
    @Nullable Double score,
    @Nullable Precision precision,
    Map<Precision, Time> times) {

  /**
   * A layer's time.
   *
   * @param medianMs median of the forks' medians, in ms; null where there is none
   * @param lowMs lower end of its interval; null without one
   * @param highMs upper end; null without one
   * @param emulated why it is not the precision's own; null where it is
   * @param missing why there is no time; null where there is one
   */
  record Time(
      @Nullable Double medianMs,
      @Nullable Double lowMs,
      @Nullable Double highMs,
      @Nullable String emulated,
      @Nullable String missing) {}

  /** The layers of all backends in their rankings' orders; in the model's where there is none. */
  static List<LayerResult> of(RunData data) {
    Measured measured = Measured.of(data);
    List<LayerResult> results = new ArrayList<>();
    for (String backend : ReportViews.backends(data)) {
      Ranking ranking = data.rankings().get(backend);
      if (ranking != null) {
        ranking.rows().forEach(row -> results.add(ranked(measured, backend, row)));
      } else {
        measured.layers().stream()
            .filter(row -> row.kind() == LayerKind.LAYER)
            .forEach(row -> results.add(unranked(measured, backend, row)));
      }
    }
    return results;
  }

  private static LayerResult ranked(Measured measured, String backend, RankedLayer row) {
    return new LayerResult(
        backend,
        row.layer(),
        row.op(),
        row.rank(),
        row.parameters(),
        row.memoryMb(),
        row.sensitivity(),
        row.score(),
        row.precision(),
        times(measured, backend, row.layer()));
  }

  private static LayerResult unranked(Measured measured, String backend, LayerRow row) {
    return new LayerResult(
        backend,
        row.name(),
        row.op(),
        null,
        row.parameters(),
        row.parameters() * 4 / 1e6,
        null,
        null,
        null,
        times(measured, backend, row.name()));
  }

  private static Map<Precision, Time> times(Measured measured, String backend, String layer) {
    Map<Precision, Time> times = new EnumMap<>(Precision.class);
    for (Precision precision : measured.precisions()) {
      times.put(
          precision,
          time(
              measured.layer(backend, precision, layer),
              measured.missing(backend, precision, layer)));
    }
    return times;
  }

  private static Time time(@Nullable CaseTimes times, @Nullable String missing) {
    ForkSummary ms = times == null ? null : times.ms();
    if (times == null || ms == null) {
      return new Time(null, null, null, null, missing);
    }
    Interval interval = ms.interval();
    return new Time(
        ms.median(),
        interval == null ? null : (Double) interval.low(),
        interval == null ? null : (Double) interval.high(),
        times.emulated(),
        null);
  }
}
