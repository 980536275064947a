package io.layerbench.report;

import io.layerbench.base.Precision;
import io.layerbench.ranking.RankedLayer;
import io.layerbench.ranking.Ranking;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * The chart of latency against sensitivity: a point per ranked layer.
 *
 * @param points best ranks first
 * @param omitted how many ranked layers have a value of 0, for which a logarithm has no place
 */
record ScatterChart(List<Point> points, int omitted) {

  ScatterChart {
    points = List.copyOf(points);
  }

  /**
   * A ranked layer.
   *
   * @param rank from 1
   * @param layer its name
   * @param latencyMs above 0
   * @param sensitivity above 0
   * @param precision what the plan gives it
   */
  record Point(int rank, String layer, double latencyMs, double sensitivity, Precision precision) {}

  /** What a number takes of the drawing, as a share of its width and of its height. */
  private static final double NUMBER_WIDTH = 0.036;

  private static final double NUMBER_HEIGHT = 0.048;

  /** A series for each precision, each point with its rank. */
  XyChart drawn() {
    Set<Integer> ranks = readable();
    List<Precision> precisions = points.stream().map(Point::precision).distinct().sorted().toList();
    return new XyChart(
        new XyChart.Axis("FP32 latency in ms, logarithmic", XyChart.Scale.LOGARITHMIC),
        new XyChart.Axis("Sensitivity S, logarithmic", XyChart.Scale.LOGARITHMIC),
        List.of(),
        precisions.stream().map(precision -> series(precision, ranks)).toList(),
        List.of());
  }

  /** Ranks to write beside their points: where they would cover one another, the best one. */
  Set<Integer> readable() {
    double width = NUMBER_WIDTH * decades(Point::latencyMs);
    double height = NUMBER_HEIGHT * decades(Point::sensitivity);
    List<Point> written = new ArrayList<>();
    for (Point point : points) {
      if (written.stream()
          .noneMatch(
              other ->
                  Math.abs(Math.log10(other.latencyMs() / point.latencyMs())) < width
                      && Math.abs(Math.log10(other.sensitivity() / point.sensitivity()))
                          < height)) {
        written.add(point);
      }
    }
    return written.stream().map(Point::rank).collect(Collectors.toSet());
  }

  /** How many powers of ten the axis of these values has, about. */
  private double decades(ToDoubleFunction<Point> value) {
    DoubleSummaryStatistics all = points.stream().mapToDouble(value).summaryStatistics();
    return Math.ceil(Math.log10(all.getMax())) - Math.ceil(Math.log10(all.getMin())) + 1;
  }

  private XyChart.Series series(Precision precision, Set<Integer> ranks) {
    return new XyChart.Series(
        precision.name(),
        Palette.of(precision),
        switch (precision) {
          case FP32 -> XyChart.Mark.CIRCLE;
          case FP16 -> XyChart.Mark.SQUARE;
          default -> XyChart.Mark.TRIANGLE;
        },
        false,
        points.stream()
            .filter(point -> point.precision() == precision)
            .map(
                point ->
                    new XyChart.Point(
                        point.latencyMs(),
                        point.sensitivity(),
                        null,
                        null,
                        ranks.contains(point.rank()) ? Integer.toString(point.rank()) : null))
            .toList());
  }

  /** The ranked layers of one backend. */
  static ScatterChart of(Ranking ranking) {
    List<Point> points = new ArrayList<>();
    int omitted = 0;
    for (RankedLayer row : ranking.rows()) {
      Integer rank = row.rank();
      Double latency = row.latencyMs();
      Double sensitivity = row.sensitivity();
      if (rank == null || latency == null || sensitivity == null) {
        continue;
      }
      if (sensitivity > 0) {
        points.add(new Point(rank, row.layer(), latency, sensitivity, row.precision()));
      } else {
        omitted++;
      }
    }
    return new ScatterChart(points, omitted);
  }
}
