package io.layerbench.report;

import io.layerbench.statistics.Interval;
import java.awt.Color;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A chart of points over two axes, apart from how it is drawn.
 *
 * @param x the axis to the right
 * @param y the axis upwards
 * @param names of the rows 0, 1, … from the top, in place of numbers on y; empty for numbers
 * @param series in the order of the legend
 * @param guides lines across the chart to read the points against
 */
record XyChart(Axis x, Axis y, List<String> names, List<Series> series, List<Guide> guides) {

  XyChart {
    names = List.copyOf(names);
    series = List.copyOf(series);
    guides = List.copyOf(guides);
  }

  /** How an axis is divided. */
  enum Scale {
    /** From 0. */
    FROM_ZERO,
    /** Only as far as the values go. */
    NEAR,
    /** By powers of ten; all values are above 0. */
    LOGARITHMIC
  }

  /** How a point looks; colour alone would not do for all eyes. */
  enum Mark {
    CIRCLE,
    SQUARE,
    TRIANGLE,
    CROSS,
    NONE
  }

  /**
   * An axis.
   *
   * @param label names the unit
   * @param least what it shows at the least; null for no more than the values
   */
  record Axis(String label, Scale scale, @Nullable Interval least) {

    /** An axis for the values alone. */
    Axis(String label, Scale scale) {
      this(label, scale, null);
    }
  }

  /**
   * Points that belong together.
   *
   * @param joined whether a line goes from point to point
   */
  record Series(String label, Color color, Mark mark, boolean joined, List<Point> points) {
    Series {
      points = List.copyOf(points);
    }
  }

  /**
   * One point.
   *
   * @param xRange its interval along x; null without one
   * @param yRange its interval along y; null without one
   * @param label short text beside it; null for none
   */
  record Point(
      double x,
      double y,
      @Nullable Interval xRange,
      @Nullable Interval yRange,
      @Nullable String label) {

    /** A point without more. */
    static Point of(double x, double y) {
      return new Point(x, y, null, null, null);
    }
  }

  /** A dashed line at a value of y. */
  record Guide(double y, String label, Color color) {}

  /** True when there is nothing to draw. */
  boolean isEmpty() {
    return series.stream().allMatch(one -> one.points().isEmpty());
  }

  /** Everything that x must hold. */
  double[] xValues() {
    DoubleStream own =
        points()
            .flatMapToDouble(
                point -> DoubleStream.concat(DoubleStream.of(point.x()), ends(point.xRange())));
    return DoubleStream.concat(own, ends(x.least())).toArray();
  }

  /** Everything that y must hold. */
  double[] yValues() {
    DoubleStream own =
        points()
            .flatMapToDouble(
                point -> DoubleStream.concat(DoubleStream.of(point.y()), ends(point.yRange())));
    return DoubleStream.concat(own, guides.stream().mapToDouble(Guide::y)).toArray();
  }

  private Stream<Point> points() {
    return series.stream().flatMap(one -> one.points().stream());
  }

  private static DoubleStream ends(@Nullable Interval range) {
    return range == null ? DoubleStream.empty() : DoubleStream.of(range.low(), range.high());
  }
}
