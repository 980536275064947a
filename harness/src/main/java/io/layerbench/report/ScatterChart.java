package io.layerbench.report;

import io.layerbench.base.Precision;
import io.layerbench.ranking.RankedLayer;
import io.layerbench.ranking.Ranking;
import java.util.ArrayList;
import java.util.List;

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

  /** With more points, the ranks would cover one another. */
  private static final int MOST_RANKS = 60;

  /** A series for each precision, each point with its rank. */
  XyChart drawn() {
    boolean ranks = points.size() <= MOST_RANKS;
    List<Precision> precisions = points.stream().map(Point::precision).distinct().sorted().toList();
    return new XyChart(
        new XyChart.Axis("FP32 latency in ms, logarithmic", XyChart.Scale.LOGARITHMIC),
        new XyChart.Axis("Sensitivity S, logarithmic", XyChart.Scale.LOGARITHMIC),
        List.of(),
        precisions.stream().map(precision -> series(precision, ranks)).toList(),
        List.of());
  }

  private XyChart.Series series(Precision precision, boolean ranks) {
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
                        ranks ? Integer.toString(point.rank()) : null))
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
