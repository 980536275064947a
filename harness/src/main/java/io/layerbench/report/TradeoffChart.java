package io.layerbench.report;

import io.layerbench.report.ReportView.ChartView;
import io.layerbench.report.XyChart.Axis;
import io.layerbench.report.XyChart.Mark;
import io.layerbench.report.XyChart.Point;
import io.layerbench.report.XyChart.Scale;
import io.layerbench.report.XyChart.Series;
import io.layerbench.run.EvaluationRow;
import io.layerbench.run.MethodDetails;
import io.layerbench.statistics.Interval;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The chart of latency against accuracy: a point per whole model, with the Pareto front of those
 * that no other beats in both.
 */
final class TradeoffChart {

  private static final List<Measure> MEASURES =
      List.of(
          new Measure(
              "Accuracy in %", EvaluationRow::accuracyPercent, row -> interval(row.details())),
          new Measure("Agreement with FP32 in %", EvaluationRow::agreementPercent, row -> null));

  private TradeoffChart() {}

  /** What models are good at, the first that all of them have. */
  private record Measure(
      String label,
      Function<EvaluationRow, @Nullable Double> value,
      Function<EvaluationRow, @Nullable Interval> interval) {}

  /**
   * A model.
   *
   * @param number from 1, in the table's order
   * @param name with the methods that share it
   */
  record Method(
      int number,
      String name,
      double ms,
      @Nullable Interval msInterval,
      double quality,
      @Nullable Interval qualityInterval) {

    private boolean isBeatenBy(Method other) {
      return other.ms <= ms
          && other.quality >= quality
          && (other.ms < ms || other.quality > quality);
    }
  }

  /** The models that no other beats, fastest first. */
  static List<Method> front(List<Method> methods) {
    return methods.stream()
        .filter(one -> methods.stream().noneMatch(one::isBeatenBy))
        .sorted(Comparator.comparingDouble(Method::ms))
        .toList();
  }

  /** The chart of one backend's models; null where fewer than two can be set against each other. */
  static @Nullable ChartView of(ChartPen pen, String id, List<EvaluationRow> all, String backend) {
    List<EvaluationRow> rows =
        all.stream()
            .filter(row -> row.backend().equals(backend) && row.latencyMs() != null)
            .toList();
    for (Measure measure : MEASURES) {
      List<Method> methods = methods(rows, measure);
      if (methods.size() > 1) {
        return view(pen, id, measure.label(), methods, backend);
      }
    }
    return null;
  }

  private static List<Method> methods(List<EvaluationRow> rows, Measure measure) {
    List<Method> methods = new ArrayList<>();
    for (EvaluationRow row : rows) {
      Double quality = measure.value().apply(row);
      if (row.details().sameAs() == null && quality != null) {
        String names =
            Stream.concat(
                    Stream.of(row.method()),
                    rows.stream()
                        .filter(other -> row.method().equals(other.details().sameAs()))
                        .map(EvaluationRow::method))
                .reduce((a, b) -> a + ", " + b)
                .orElseThrow();
        methods.add(
            new Method(
                methods.size() + 1,
                names,
                Objects.requireNonNull(row.latencyMs()),
                Latency.interval(row),
                quality,
                measure.interval().apply(row)));
      }
    }
    return methods;
  }

  private static ChartView view(
      ChartPen pen, String id, String measure, List<Method> methods, String backend) {
    List<Method> front = front(methods);
    String title = "Latency against accuracy on " + backend;
    String sentence =
        "Upper left is fast and accurate. The line joins the models that no other beats in both;"
            + " where the bars of two overlap, neither is shown to be better.";
    XyChart chart =
        new XyChart(
            new Axis("Median latency in ms", Scale.NEAR),
            new Axis(measure, Scale.NEAR),
            List.of(),
            series(methods, front),
            List.of());
    return new ChartView(
        title,
        sentence,
        null,
        pen.draw(drawer -> drawer.points(id, chart, title, sentence)),
        List.of("Number", "Method", "Latency (ms)", "Interval", measure, "Interval", "Front"),
        methods.stream().map(method -> row(method, front.contains(method))).toList());
  }

  private static List<Series> series(List<Method> methods, List<Method> front) {
    List<Series> series = new ArrayList<>();
    series.add(
        new Series(
            "Pareto front",
            Palette.GOOD,
            Mark.NONE,
            true,
            front.stream().map(one -> Point.of(one.ms(), one.quality())).toList()));
    for (Method method : methods) {
      boolean good = front.contains(method);
      series.add(
          new Series(
              method.number() + " " + Name.of(method.name()).shown(),
              good ? Palette.GOOD : Palette.MUTED,
              good ? Mark.CIRCLE : Mark.SQUARE,
              false,
              List.of(
                  new Point(
                      method.ms(),
                      method.quality(),
                      method.msInterval(),
                      method.qualityInterval(),
                      Integer.toString(method.number())))));
    }
    return series;
  }

  private static List<String> row(Method method, boolean good) {
    return List.of(
        Integer.toString(method.number()),
        Name.of(method.name()).shown(),
        Numbers.significant(method.ms()),
        range(method.msInterval()),
        Numbers.fixed(method.quality(), 2),
        range(method.qualityInterval()),
        good ? "yes" : "no");
  }

  private static String range(@Nullable Interval interval) {
    return interval == null ? LayerLines.NONE : Numbers.range(interval);
  }

  private static @Nullable Interval interval(MethodDetails details) {
    Double low = details.accuracyLowPercent();
    Double high = details.accuracyHighPercent();
    return low == null || high == null ? null : new Interval(low, high);
  }
}
