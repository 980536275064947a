package io.layerbench.report;

import io.layerbench.report.ReportView.ChartView;
import io.layerbench.report.XyChart.Axis;
import io.layerbench.report.XyChart.Mark;
import io.layerbench.report.XyChart.Point;
import io.layerbench.report.XyChart.Scale;
import io.layerbench.report.XyChart.Series;
import io.layerbench.run.CaseKind;
import io.layerbench.statistics.ForkSummary;
import io.layerbench.statistics.Interval;
import io.layerbench.statistics.Summary;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The chart of how a case's samples are spread about their median: whole models, then layers. */
final class SpreadChart {

  /** Of fewer samples, 10% and 99% would be the same few numbers. */
  private static final int FEWEST = 10;

  /** Less than this is steady: it shall not fill the chart. In percent of the median. */
  private static final Interval STEADY = new Interval(90, 120);

  /** What lies further right stands at this many percent with its number. */
  private static final double FURTHEST = 250;

  /** With room for the numbers beside what lies further right. */
  private static final Interval WIDE = new Interval(90, FURTHEST + 30);

  /** The most cases that it shows. */
  static final int MOST = 40;

  private SpreadChart() {}

  /** A case's samples, all forks together, in ms. */
  record Case(String name, boolean whole, Summary samples) {
    /** In percent of the median. */
    double percent(double ms) {
      return 100 * ms / samples.median();
    }
  }

  /** Whole models, then the layers that take longest, both longest first. */
  static List<Case> cases(Map<String, CaseTimes> all, String backend) {
    return all.values().stream()
        .filter(times -> times.benchmarkCase().backend().equals(backend))
        .flatMap(times -> of(times).stream())
        .sorted(
            Comparator.comparing((Case one) -> !one.whole())
                .thenComparing(Comparator.comparingDouble(one -> -one.samples().median())))
        .toList();
  }

  private static List<Case> of(CaseTimes times) {
    ForkSummary ms = times.ms();
    if (ms == null || ms.pooled().n() < FEWEST) {
      return List.of();
    }
    boolean whole = times.benchmarkCase().kind() == CaseKind.MODEL;
    String subject = whole ? "whole model" : times.benchmarkCase().subject();
    String name = Name.inCharts(subject) + ", " + times.benchmarkCase().variant();
    return List.of(new Case(name, whole, ms.pooled()));
  }

  /** The chart; null where nothing was sampled often enough. */
  static @Nullable ChartView of(ChartPen pen, String id, List<Case> all, String backend) {
    if (all.isEmpty()) {
      return null;
    }
    List<Case> shown = all.subList(0, Math.min(MOST, all.size()));
    String title = "Spread of the samples on " + backend;
    String sentence =
        "A short bar is a steady time; a long one, or a triangle far to the right, means that"
            + " something came between. Beyond 250% a number says how far.";
    XyChart chart = chart(shown);
    String note =
        shown.size() == all.size()
            ? null
            : "The chart shows the %s cases that take longest; the other %s are in timings.jsonl."
                .formatted(String.valueOf(shown.size()), String.valueOf(all.size() - shown.size()));
    return new ChartView(
        title,
        sentence,
        note,
        pen.draw(drawer -> drawer.points(id, chart, title, sentence)),
        List.of("Case", "Samples", "p10 (ms)", "Median", "p90", "p99", "Outliers"),
        shown.stream().map(SpreadChart::row).toList());
  }

  private static XyChart chart(List<Case> cases) {
    List<Point> medians = new ArrayList<>();
    for (int i = 0; i < cases.size(); i++) {
      Case one = cases.get(i);
      Interval range =
          new Interval(
              one.percent(one.samples().p10()),
              Math.min(FURTHEST, one.percent(one.samples().p90())));
      medians.add(new Point(100, i, range, null, null));
    }
    return new XyChart(
        new Axis(
            "Percent of the case's median",
            Scale.NEAR,
            cases.stream().anyMatch(SpreadChart::far) ? WIDE : STEADY),
        new Axis("", Scale.NEAR),
        cases.stream().map(Case::name).toList(),
        List.of(
            new Series("median, with 10% to 90%", Palette.GOOD, Mark.CIRCLE, false, medians),
            new Series("99%", Palette.MUTED, Mark.TRIANGLE, false, farEnds(cases))),
        List.of());
  }

  private static boolean far(Case one) {
    return one.percent(one.samples().p99()) > FURTHEST;
  }

  private static List<Point> farEnds(List<Case> cases) {
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < cases.size(); i++) {
      double percent = cases.get(i).percent(cases.get(i).samples().p99());
      points.add(
          !far(cases.get(i))
              ? Point.of(percent, i)
              : new Point(FURTHEST, i, null, null, Numbers.significant(percent / 100) + "×"));
    }
    return points;
  }

  private static List<String> row(Case one) {
    Summary samples = one.samples();
    return List.of(
        one.name(),
        Integer.toString(samples.n()),
        Numbers.significant(samples.p10()),
        Numbers.significant(samples.median()),
        Numbers.significant(samples.p90()),
        Numbers.significant(samples.p99()),
        Integer.toString(samples.mildOutliers() + samples.severeOutliers()));
  }
}
