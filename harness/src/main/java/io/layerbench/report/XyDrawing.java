package io.layerbench.report;

import io.layerbench.report.XyChart.Guide;
import io.layerbench.report.XyChart.Mark;
import io.layerbench.report.XyChart.Point;
import io.layerbench.report.XyChart.Series;
import io.layerbench.statistics.Interval;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Polygon;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Rectangle2D;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.annotations.XYLineAnnotation;
import org.jfree.chart.annotations.XYTextAnnotation;
import org.jfree.chart.axis.SymbolAxis;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.ValueMarker;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.ui.RectangleAnchor;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/** Draws points over two axes with JFreeChart. */
final class XyDrawing {

  private static final BasicStroke JOINT = new BasicStroke(1.5f);
  private static final BasicStroke DASHES =
      new BasicStroke(
          1.2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 10, new float[] {5, 4}, 0);

  private XyDrawing() {}

  static JFreeChart of(XyChart chart) {
    XYSeriesCollection dataset = new XYSeriesCollection();
    XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(false, true);
    XYPlot plot = plot(chart, dataset, renderer);
    for (int i = 0; i < chart.series().size(); i++) {
      Series series = chart.series().get(i);
      // Labels may be equal once they are shortened; a key may not.
      XYSeries points = new XYSeries(new Key(i, series.label()), false);
      for (Point point : series.points()) {
        points.add(point.x(), point.y());
        annotate(plot, point, series.color());
        if (point.label() != null) {
          // Rows are close to each other, so that a number belongs on its own line.
          TextAnchor anchor =
              chart.names().isEmpty() ? TextAnchor.BOTTOM_LEFT : TextAnchor.CENTER_LEFT;
          plot.addAnnotation(text(point, point.label(), anchor), false);
        }
      }
      dataset.addSeries(points);
      renderer.setSeriesPaint(i, series.color());
      renderer.setSeriesShapesVisible(i, series.mark() != Mark.NONE);
      renderer.setSeriesShape(i, shape(series.mark()));
      renderer.setSeriesLinesVisible(i, series.joined());
      renderer.setSeriesStroke(i, JOINT);
    }
    chart.guides().forEach(guide -> plot.addRangeMarker(marker(guide)));
    return new JFreeChart(null, ChartDrawer.FONT, plot, true);
  }

  private static XYPlot plot(
      XyChart chart, XYSeriesCollection dataset, XYLineAndShapeRenderer renderer) {
    ValueAxis y =
        chart.names().isEmpty()
            ? Axes.of(chart.y().label(), chart.yValues(), chart.y().scale())
            : rows(chart);
    ValueAxis x = Axes.of(chart.x().label(), chart.xValues(), chart.x().scale());
    XYPlot plot = new XYPlot(dataset, x, y, renderer);
    plot.setBackgroundPaint(null);
    plot.setOutlineVisible(false);
    plot.setAxisOffset(RectangleInsets.ZERO_INSETS);
    plot.setDomainGridlinePaint(Palette.GRID);
    plot.setDomainGridlineStroke(ChartDrawer.LINE);
    plot.setRangeGridlinePaint(Palette.GRID);
    plot.setRangeGridlineStroke(ChartDrawer.LINE);
    return plot;
  }

  private static ValueAxis rows(XyChart chart) {
    SymbolAxis rows = new SymbolAxis(null, chart.names().toArray(String[]::new));
    rows.setInverted(true);
    rows.setGridBandsVisible(false);
    rows.setRange(-0.5, chart.names().size() - 0.5);
    Axes.style(rows, chart.y().label());
    rows.setTickMarksVisible(false);
    return rows;
  }

  private static void annotate(XYPlot plot, Point point, Color color) {
    Interval across = point.xRange();
    if (across != null) {
      plot.addAnnotation(
          new XYLineAnnotation(
              across.low(), point.y(), across.high(), point.y(), ChartDrawer.LINE, color),
          false);
    }
    Interval upwards = point.yRange();
    if (upwards != null) {
      plot.addAnnotation(
          new XYLineAnnotation(
              point.x(), upwards.low(), point.x(), upwards.high(), ChartDrawer.LINE, color),
          false);
    }
  }

  private static XYTextAnnotation text(Point point, String label, TextAnchor anchor) {
    XYTextAnnotation text = new XYTextAnnotation("  " + label, point.x(), point.y());
    text.setFont(ChartDrawer.FONT);
    text.setPaint(Palette.INK);
    text.setTextAnchor(anchor);
    return text;
  }

  private static ValueMarker marker(Guide guide) {
    ValueMarker marker = new ValueMarker(guide.y(), guide.color(), DASHES);
    marker.setAlpha(1f);
    marker.setLabel(guide.label());
    marker.setLabelFont(ChartDrawer.FONT);
    marker.setLabelPaint(Palette.INK);
    marker.setLabelBackgroundColor(ChartDrawer.NONE);
    marker.setLabelAnchor(RectangleAnchor.TOP_RIGHT);
    marker.setLabelTextAnchor(TextAnchor.BOTTOM_RIGHT);
    return marker;
  }

  private static Shape shape(Mark mark) {
    return switch (mark) {
      case CIRCLE, NONE -> new Ellipse2D.Double(-4.5, -4.5, 9, 9);
      case SQUARE -> new Rectangle2D.Double(-4, -4, 8, 8);
      case TRIANGLE -> new Polygon(new int[] {-5, 5, 0}, new int[] {4, 4, -5}, 3);
      case CROSS ->
          new Polygon(
              new int[] {-6, -4, 0, 4, 6, 2, 6, 4, 0, -4, -6, -2},
              new int[] {-4, -6, -2, -6, -4, 0, 4, 6, 2, 6, 4, 0},
              12);
    };
  }

  /** A series' place in the legend; it prints as its label. */
  private record Key(int index, String label) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      return Integer.compare(index, other.index);
    }

    @Override
    public String toString() {
      return label;
    }
  }
}
