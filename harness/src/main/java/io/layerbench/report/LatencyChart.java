package io.layerbench.report;

import io.layerbench.base.Precision;
import io.layerbench.report.BarChart.Bar;
import io.layerbench.report.BarChart.Series;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Computes the chart of latency per layer and precision. */
final class LatencyChart {

  private LatencyChart() {}

  /** The slowest layers and glue of one backend. */
  static BarChart of(Measured measured, String backend) {
    List<String> all = measured.layers().stream().map(row -> row.name()).toList();
    Set<String> slowest =
        new HashSet<>(
            all.stream()
                .sorted(
                    Comparator.comparingDouble((String name) -> -slowness(measured, backend, name)))
                .limit(BarChart.MOST)
                .toList());
    List<String> shown = all.stream().filter(slowest::contains).toList();
    List<Series> series = new ArrayList<>();
    for (Precision precision : measured.precisions()) {
      Series one =
          new Series(
              precision,
              shown.stream().map(name -> bar(measured.layer(backend, precision, name))).toList());
      if (!one.isEmpty()) {
        series.add(one);
      }
    }
    return new BarChart("Median latency in ms", shown, series, false, all.size() - shown.size());
  }

  private static Bar bar(@Nullable CaseTimes times) {
    return times == null
        ? new Bar(null, null, false)
        : new Bar(
            times.medianMs(),
            times.ms() == null ? null : times.ms().interval(),
            times.emulated() != null);
  }

  private static double slowness(Measured measured, String backend, String layer) {
    return measured.precisions().stream()
        .map(precision -> bar(measured.layer(backend, precision, layer)).value())
        .mapToDouble(value -> value == null ? 0 : value)
        .max()
        .orElse(0);
  }
}
