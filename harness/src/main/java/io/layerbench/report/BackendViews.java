package io.layerbench.report;

import io.layerbench.base.Precision;
import io.layerbench.ranking.OrderChoice;
import io.layerbench.ranking.Policies;
import io.layerbench.ranking.RankedLayer;
import io.layerbench.ranking.Ranking;
import io.layerbench.ranking.Scores;
import io.layerbench.report.ReportView.BackendView;
import io.layerbench.report.ReportView.ChartView;
import io.layerbench.report.ReportView.Chip;
import io.layerbench.run.Timing;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes a report's section of one backend. */
final class BackendViews {

  private final List<Timing> timings;
  private final Measured measured;
  private final ChartViews charts;

  BackendViews(List<Timing> timings, Measured measured, ChartViews charts) {
    this.timings = timings;
    this.measured = measured;
    this.charts = charts;
  }

  /**
   * The section.
   *
   * @param index from 0, for ids
   * @param ranking null when the run did not get there
   * @param choices of all backends
   */
  BackendView of(int index, String backend, @Nullable Ranking ranking, List<OrderChoice> choices) {
    List<OrderChoice> own =
        choices.stream().filter(choice -> choice.backend().equals(backend)).toList();
    LayerLines lines = new LayerLines(measured, backend);
    return new BackendView(
        backend,
        measured.precisions().stream().map(Precision::name).toList(),
        ranking == null
            ? "There is no ranking yet: layers are in the model's order."
            : rule(ranking),
        ranking == null ? List.of() : plan(ranking),
        ranking == null ? lines.unranked() : lines.ranked(ranking),
        lines.glue(),
        OrderLines.of(own),
        OrderLines.sentence(own),
        times(index, backend),
        spreads(index, backend, ranking));
  }

  private List<ChartView> times(int index, String backend) {
    return Stream.of(
            charts.latency("latency" + index, LatencyChart.of(measured, backend), backend),
            CumulativeChart.of(charts.pen(), "whole" + index, measured, backend))
        .flatMap(Stream::ofNullable)
        .toList();
  }

  private List<ChartView> spreads(int index, String backend, @Nullable Ranking ranking) {
    List<RunOrderChart.Fork> forks = RunOrderChart.forks(timings, measured.cases(), backend);
    return Stream.of(
            ranking == null
                ? null
                : charts.scatter("scatter" + index, ScatterChart.of(ranking), backend),
            SpreadChart.of(
                charts.pen(),
                "spread" + index,
                SpreadChart.cases(measured.cases(), backend),
                backend),
            RunOrderChart.of(charts.pen(), "order" + index, forks, backend))
        .flatMap(Stream::ofNullable)
        .toList();
  }

  private static String rule(Ranking ranking) {
    return "Score = (latency + memory%s) / (sensitivity + %s); %s: %s. Policy %s: %s."
        .formatted(
            ranking.score().weights().energy() > 0 ? " + energy" : "",
            Numbers.significant(ranking.score().epsilon(), 1),
            ranking.score().text(),
            Scores.find(ranking.score().name()).description(),
            Name.sentence(ranking.policy().text()),
            Policies.find(ranking.policy().name()).description());
  }

  private static List<Chip> plan(Ranking ranking) {
    List<Chip> chips = new ArrayList<>();
    for (Precision precision : List.of(Precision.INT8, Precision.FP16, Precision.FP32)) {
      long count =
          ranking.rows().stream().map(RankedLayer::precision).filter(precision::equals).count();
      if (count > 0) {
        chips.add(
            new Chip(
                precision.id(),
                count + (count == 1 ? " layer in " : " layers in ") + precision.name()));
      }
    }
    return chips;
  }
}
