package io.layerbench.report;

import io.layerbench.report.ReportView.ChartView;
import io.layerbench.sensitivity.SensitivityTable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Puts charts into words: what to read from them, what they leave out, and their numbers. */
final class ChartViews {

  private final ChartPen pen;

  ChartViews(ChartPen pen) {
    this.pen = pen;
  }

  /** What draws. */
  ChartPen pen() {
    return pen;
  }

  /** The chart of latencies; null when it is empty. */
  @Nullable ChartView latency(String id, BarChart chart, String backend) {
    if (chart.isEmpty()) {
      return null;
    }
    String title = "Latency per layer and precision on " + backend;
    String sentence =
        "Long bars are where time goes; a lower precision pays only where its bar is clearly shorter"
            + " than FP32's. The thin lines are intervals.";
    String hollow =
        chart.hasEmulated()
            ? "Hollow bars are emulated: the backend has no kernel of that precision for them, so"
                + " they say nothing about its speed. "
            : "";
    return new ChartView(
        title,
        sentence,
        note(hollow, chart, "slowest"),
        pen.draw(drawer -> drawer.bars(id, chart, title, sentence)),
        header(chart),
        rows(chart));
  }

  /** The chart of sensitivities; null when it is empty. */
  @Nullable ChartView sensitivity(String id, SensitivityTable table) {
    BarChart chart = SensitivityChart.of(table);
    if (chart.isEmpty()) {
      return null;
    }
    String title = "Sensitivity per layer";
    String sentence =
        "Long bars are fragile layers, which should keep a higher precision; short ones barely"
            + " notice it.";
    String zeros =
        chart.logarithmic()
            ? "The axis is logarithmic: each step is ten times as much, and 0 has no bar. "
            : "";
    return new ChartView(
        title,
        sentence,
        note(zeros, chart, "most sensitive"),
        pen.draw(drawer -> drawer.bars(id, chart, title, sentence)),
        header(chart),
        rows(chart));
  }

  /** The chart of latency against sensitivity; null when it is empty. */
  @Nullable ChartView scatter(String id, ScatterChart chart, String backend) {
    if (chart.points().isEmpty()) {
      return null;
    }
    String title = "Latency against sensitivity on " + backend;
    String sentence =
        "Lower right is slow and robust, the best to quantize; upper left is fast and fragile, best"
            + " left alone. Numbers are ranks.";
    List<List<String>> rows =
        chart.points().stream()
            .map(
                point ->
                    List.of(
                        Integer.toString(point.rank()),
                        Name.of(point.layer()).shown(),
                        Numbers.significant(point.latencyMs()),
                        Numbers.significant(point.sensitivity()),
                        point.precision().name()))
            .toList();
    return new ChartView(
        title,
        sentence,
        scatterNote(chart),
        pen.draw(drawer -> drawer.points(id, chart.drawn(), title, sentence)),
        List.of("Rank", "Layer", "FP32 latency (ms)", "Sensitivity", "Precision"),
        rows);
  }

  private static @Nullable String scatterNote(ScatterChart chart) {
    String crowded =
        chart.readable().size() == chart.points().size()
            ? ""
            : "Where points crowd, only the best rank is written; the numbers have all. ";
    String omitted =
        chart.omitted() == 0
            ? ""
            : chart.omitted() + " layers with a sensitivity of 0 have no place on the axis.";
    String note = (crowded + omitted).strip();
    return note.isEmpty() ? null : note;
  }

  private static @Nullable String note(String first, BarChart chart, String which) {
    String omitted =
        chart.omitted() == 0
            ? ""
            : "The chart shows the %d %s; the other %d are in the table of layers."
                .formatted(chart.layers().size(), which, chart.omitted());
    String note = (first + omitted).strip();
    return note.isEmpty() ? null : note;
  }

  private static List<String> header(BarChart chart) {
    List<String> header = new ArrayList<>(List.of("Layer"));
    chart.series().forEach(series -> header.add(series.precision().name()));
    return header;
  }

  private static List<List<String>> rows(BarChart chart) {
    return IntStream.range(0, chart.layers().size()).mapToObj(i -> row(chart, i)).toList();
  }

  private static List<String> row(BarChart chart, int layer) {
    List<String> row = new ArrayList<>(List.of(Name.of(chart.layers().get(layer)).shown()));
    for (BarChart.Series series : chart.series()) {
      BarChart.Bar bar = series.bars().get(layer);
      Double value = bar.value();
      String text = value == null ? LayerLines.NONE : Numbers.significant(value);
      String interval = bar.interval() == null ? "" : " (" + Numbers.range(bar.interval()) + ")";
      row.add(text + interval + (bar.emulated() && value != null ? " emulated" : ""));
    }
    return row;
  }
}
