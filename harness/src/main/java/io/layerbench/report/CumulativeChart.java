package io.layerbench.report;

import io.layerbench.base.Precision;
import io.layerbench.report.ReportView.ChartView;
import io.layerbench.report.XyChart.Axis;
import io.layerbench.report.XyChart.Guide;
import io.layerbench.report.XyChart.Mark;
import io.layerbench.report.XyChart.Point;
import io.layerbench.report.XyChart.Scale;
import io.layerbench.report.XyChart.Series;
import io.layerbench.run.LayerRow;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The chart that adds up the isolated parts of a model in its order, up to the whole model's own
 * time. A part that was left out of a precision on purpose counts in FP32, as in {@link SumLines}.
 */
final class CumulativeChart {

  private CumulativeChart() {}

  /**
   * One precision's sums.
   *
   * @param sumsMs after each part; shorter than the model where a part has no time
   * @param stop the first part without a time; null where there is none
   * @param wholeMs the whole model's time; null where it was not timed
   */
  record Sums(
      Precision precision, List<Double> sumsMs, @Nullable String stop, @Nullable Double wholeMs) {}

  /** The sums of each precision in which the first part has a time. */
  static List<Sums> sums(Measured measured, String backend) {
    return measured.precisions().stream()
        .map(precision -> sums(measured, backend, precision))
        .filter(sums -> !sums.sumsMs().isEmpty())
        .toList();
  }

  private static Sums sums(Measured measured, String backend, Precision precision) {
    List<Double> sums = new ArrayList<>();
    String stop = null;
    double sum = 0;
    for (LayerRow part : measured.layers()) {
      Precision ran =
          measured.isSkipped(backend, precision, part.name()) ? Precision.FP32 : precision;
      CaseTimes times = measured.layer(backend, ran, part.name());
      Double ms = times == null ? null : times.medianMs();
      if (ms == null) {
        stop = part.name();
        break;
      }
      sum += ms;
      sums.add(sum);
    }
    CaseTimes whole = measured.model(backend, precision.id());
    return new Sums(precision, sums, stop, whole == null ? null : whole.medianMs());
  }

  /** The chart; null where nothing was timed. */
  static @Nullable ChartView of(ChartPen pen, String id, Measured measured, String backend) {
    List<Sums> all = sums(measured, backend);
    if (all.isEmpty()) {
      return null;
    }
    String title = "The whole model, layer by layer, on " + backend;
    String sentence =
        "Steep parts are where time goes. Where a line ends above the dashed line of its whole model,"
            + " isolated layers pay for calls and edges that the model does not have.";
    XyChart chart =
        new XyChart(
            new Axis("Layers and glue so far, in the model's order", Scale.FROM_ZERO),
            new Axis("Sum of medians in ms", Scale.FROM_ZERO),
            List.of(),
            all.stream().map(CumulativeChart::series).toList(),
            guides(all));
    return new ChartView(
        title,
        sentence,
        note(all),
        pen.draw(drawer -> drawer.points(id, chart, title, sentence)),
        header(all),
        rows(measured.layers(), all));
  }

  private static Series series(Sums sums) {
    List<Point> points = new ArrayList<>(List.of(Point.of(0, 0)));
    for (int i = 0; i < sums.sumsMs().size(); i++) {
      points.add(Point.of(i + 1, sums.sumsMs().get(i)));
    }
    return new Series(
        sums.precision().name(), Palette.of(sums.precision()), Mark.NONE, true, points);
  }

  private static List<Guide> guides(List<Sums> all) {
    List<Guide> guides = new ArrayList<>();
    for (Sums sums : all) {
      if (sums.wholeMs() != null) {
        guides.add(
            new Guide(
                sums.wholeMs(),
                "whole model, " + sums.precision().name(),
                Palette.of(sums.precision())));
      }
    }
    return guides;
  }

  private static @Nullable String note(List<Sums> all) {
    StringBuilder note = new StringBuilder();
    for (Sums sums : all) {
      if (sums.stop() != null) {
        note.append(sums.precision().name())
            .append(" ends before ")
            .append(Name.of(sums.stop()).shown())
            .append(", which has no time. ");
      }
    }
    return note.isEmpty() ? null : note.toString().strip();
  }

  private static List<String> header(List<Sums> all) {
    List<String> header = new ArrayList<>(List.of("Layer or glue"));
    all.forEach(sums -> header.add(sums.precision().name() + " so far (ms)"));
    return header;
  }

  private static List<List<String>> rows(List<LayerRow> parts, List<Sums> all) {
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      List<String> row = new ArrayList<>(List.of(Name.of(parts.get(i).name()).shown()));
      for (Sums sums : all) {
        row.add(
            i < sums.sumsMs().size() ? Numbers.significant(sums.sumsMs().get(i)) : LayerLines.NONE);
      }
      rows.add(row);
    }
    List<String> whole = new ArrayList<>(List.of("Whole model"));
    for (Sums sums : all) {
      Double ms = sums.wholeMs();
      whole.add(ms == null ? LayerLines.NONE : Numbers.significant(ms));
    }
    rows.add(whole);
    return rows;
  }
}
