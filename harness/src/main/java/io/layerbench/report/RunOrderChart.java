package io.layerbench.report;

import io.layerbench.base.Precision;
import io.layerbench.report.ReportView.ChartView;
import io.layerbench.report.XyChart.Axis;
import io.layerbench.report.XyChart.Guide;
import io.layerbench.report.XyChart.Mark;
import io.layerbench.report.XyChart.Point;
import io.layerbench.report.XyChart.Scale;
import io.layerbench.report.XyChart.Series;
import io.layerbench.run.CaseKind;
import io.layerbench.run.Timing;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The chart of forks in the order in which they ran: each one's median against that of its case,
 * which shows drift, and forks that something disturbed.
 */
final class RunOrderChart {

  /** Further from 1 than this, a fork is an outlier; as {@link Notices} has it for drift. */
  private static final double UNSTEADY = 0.10;

  private static final int ROWS = 60;

  private RunOrderChart() {}

  /**
   * A fork.
   *
   * @param sequence its place in the run
   * @param ratio its median over the median of its case's forks, above 0
   */
  record Fork(int sequence, String what, String variant, int fork, double ratio) {
    boolean isOutlier() {
      return Math.abs(ratio - 1) > UNSTEADY;
    }
  }

  /** The forks of cases that have several, in order. */
  static List<Fork> forks(List<Timing> timings, Map<String, CaseTimes> cases, String backend) {
    List<Fork> forks = new ArrayList<>();
    for (Timing timing : timings) {
      CaseTimes times = cases.get(timing.caseId());
      if (timing.succeeded()
          && timing.backend().equals(backend)
          && times != null
          && times.ms() != null
          && times.ms().forkMedians().size() > 1) {
        String what = timing.kind() == CaseKind.MODEL ? "whole model" : timing.subject();
        double ratio = timing.medianNanos() / 1e6 / times.ms().median();
        forks.add(new Fork(timing.sequence(), what, timing.variant(), timing.fork(), ratio));
      }
    }
    forks.sort(Comparator.comparingInt(Fork::sequence));
    return forks;
  }

  /** The chart; null where no case has several forks. */
  static @Nullable ChartView of(ChartPen pen, String id, List<Fork> forks, String backend) {
    if (forks.isEmpty()) {
      return null;
    }
    String title = "Forks in the order of the run on " + backend;
    String sentence =
        "Points near 1 all along mean that the machine stayed as it was; a slope is drift, and a"
            + " crossed point is a fork more than 10% off the median of its case.";
    XyChart chart =
        new XyChart(
            new Axis("Place in the run", Scale.NEAR),
            new Axis("Fork's median over its case's", Scale.NEAR),
            List.of(),
            series(forks),
            List.of(
                new Guide(1 + UNSTEADY, "+10%", Palette.INK),
                new Guide(1 - UNSTEADY, "−10%", Palette.INK)));
    List<Fork> furthest =
        forks.stream()
            .sorted(Comparator.comparingDouble((Fork fork) -> -Math.abs(Math.log(fork.ratio()))))
            .limit(ROWS)
            .toList();
    return new ChartView(
        title,
        sentence,
        note(forks),
        pen.draw(drawer -> drawer.points(id, chart, title, sentence)),
        List.of("Place", "Case", "Variant", "Fork", "Over its case's median"),
        furthest.stream().map(RunOrderChart::row).toList());
  }

  private static List<Series> series(List<Fork> forks) {
    List<Series> series = new ArrayList<>();
    Set<String> own = new HashSet<>();
    for (Precision precision : List.of(Precision.FP32, Precision.FP16, Precision.INT8)) {
      own.add(precision.id());
      add(
          series,
          precision.name(),
          forks.stream().filter(fork -> fork.variant().equals(precision.id())).toList(),
          precision);
    }
    List<Fork> others = forks.stream().filter(fork -> !own.contains(fork.variant())).toList();
    add(series, "other models", others, null);
    List<Point> outliers = points(forks.stream().filter(Fork::isOutlier).toList());
    if (!outliers.isEmpty()) {
      series.add(new Series("more than 10% off", Palette.INK, Mark.CROSS, false, outliers));
    }
    return series;
  }

  private static void add(
      List<Series> series, String label, List<Fork> forks, @Nullable Precision precision) {
    List<Point> points = points(forks.stream().filter(fork -> !fork.isOutlier()).toList());
    if (!points.isEmpty()) {
      series.add(
          new Series(
              label,
              precision == null ? Palette.MUTED : Palette.of(precision),
              precision == Precision.INT8 ? Mark.TRIANGLE : Mark.CIRCLE,
              false,
              points));
    }
  }

  private static List<Point> points(List<Fork> forks) {
    return forks.stream().map(fork -> Point.of(fork.sequence(), fork.ratio())).toList();
  }

  private static String note(List<Fork> forks) {
    long outliers = forks.stream().filter(Fork::isOutlier).count();
    String shown =
        forks.size() > ROWS ? " The table has the " + ROWS + " that are furthest off." : "";
    return outliers + " of " + forks.size() + " forks are more than 10% off." + shown;
  }

  private static List<String> row(Fork fork) {
    return List.of(
        Integer.toString(fork.sequence()),
        Name.of(fork.what()).shown(),
        Name.of(fork.variant()).shown(),
        Integer.toString(fork.fork()),
        Numbers.fixed(fork.ratio(), 3));
  }
}
