package io.layerbench.report;

import io.layerbench.base.Precision;
import io.layerbench.report.BarChart.Bar;
import io.layerbench.report.BarChart.Series;
import io.layerbench.sensitivity.SensitivityRow;
import io.layerbench.sensitivity.SensitivityTable;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** Computes the chart of sensitivity per layer. */
final class SensitivityChart {

  /** Above this ratio of the greatest to the least, small bars vanish on a linear axis. */
  private static final double WIDE = 50;

  private SensitivityChart() {}

  /** The most sensitive layers, in the table's order, one series per precision. */
  static BarChart of(SensitivityTable table) {
    List<String> all = table.layerRows().stream().map(SensitivityRow::unit).distinct().toList();
    Set<String> greatest =
        new HashSet<>(
            table.layerRows().stream()
                .sorted(Comparator.comparingDouble(SensitivityChart::height).reversed())
                .map(SensitivityRow::unit)
                .distinct()
                .limit(BarChart.MOST)
                .toList());
    List<String> shown = all.stream().filter(greatest::contains).toList();
    List<Precision> precisions =
        table.layerRows().stream()
            .map(SensitivityRow::precision)
            .flatMap(Stream::ofNullable)
            .distinct()
            .sorted()
            .toList();
    List<Series> series = precisions.stream().map(p -> series(table, shown, p)).toList();
    boolean wide = isWide(series);
    return new BarChart(
        "Sensitivity S" + (wide ? ", logarithmic" : ""),
        shown,
        wide ? series.stream().map(SensitivityChart::withoutZeros).toList() : series,
        wide,
        all.size() - shown.size());
  }

  private static Series series(SensitivityTable table, List<String> shown, Precision precision) {
    return new Series(
        precision,
        shown.stream()
            .map(
                layer ->
                    new Bar(
                        table.find(layer, precision).map(SensitivityRow::sensitivity).orElse(null),
                        null,
                        false))
            .toList());
  }

  private static double height(SensitivityRow row) {
    Double value = row.sensitivity();
    return value == null ? 0 : value;
  }

  private static boolean isWide(List<Series> series) {
    double[] values =
        series.stream()
            .flatMap(one -> one.bars().stream())
            .map(Bar::value)
            .filter(Objects::nonNull)
            .mapToDouble(Double::doubleValue)
            .filter(value -> value > 0)
            .sorted()
            .toArray();
    return values.length > 0 && values[values.length - 1] / values[0] > WIDE;
  }

  /** A logarithm has no place for 0. */
  private static Series withoutZeros(Series series) {
    return new Series(
        series.precision(),
        series.bars().stream()
            .map(bar -> new Bar(Objects.equals(bar.value(), 0.0) ? null : bar.value(), null, false))
            .toList());
  }
}
