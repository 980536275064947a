package io.layerbench.report;

import io.layerbench.base.Precision;
import java.awt.Color;
import java.awt.Polygon;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.annotations.XYTextAnnotation;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/** Draws latency against sensitivity: a colour, a shape and a rank for each point. */
final class ScatterDrawing {

  /** With more points, the ranks would cover one another. */
  private static final int MOST_RANKS = 60;

  private ScatterDrawing() {}

  static JFreeChart of(ScatterChart chart) {
    List<Precision> precisions =
        chart.points().stream().map(ScatterChart.Point::precision).distinct().sorted().toList();
    XYSeriesCollection dataset = new XYSeriesCollection();
    XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(false, true);
    for (Precision precision : precisions) {
      XYSeries series = new XYSeries(precision);
      chart.points().stream()
          .filter(point -> point.precision() == precision)
          .forEach(point -> series.add(point.latencyMs(), point.sensitivity()));
      int index = dataset.getSeriesCount();
      dataset.addSeries(series);
      Color color = Palette.of(precision);
      renderer.setSeriesPaint(index, color);
      renderer.setSeriesShape(index, shape(precision));
    }
    XYPlot plot = plot(chart, dataset, renderer);
    if (chart.points().size() <= MOST_RANKS) {
      chart.points().forEach(point -> annotate(plot, point));
    }
    return new JFreeChart(null, ChartDrawer.FONT, plot, true);
  }

  private static XYPlot plot(
      ScatterChart chart, XYSeriesCollection dataset, XYLineAndShapeRenderer renderer) {
    ValueAxis x =
        Axes.of(
            "FP32 latency in ms, logarithmic",
            chart.points().stream().mapToDouble(ScatterChart.Point::latencyMs).toArray(),
            true);
    ValueAxis y =
        Axes.of(
            "Sensitivity S, logarithmic",
            chart.points().stream().mapToDouble(ScatterChart.Point::sensitivity).toArray(),
            true);
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

  private static void annotate(XYPlot plot, ScatterChart.Point point) {
    XYTextAnnotation rank =
        new XYTextAnnotation("  " + point.rank(), point.latencyMs(), point.sensitivity());
    rank.setFont(ChartDrawer.FONT);
    rank.setPaint(Palette.INK);
    rank.setTextAnchor(TextAnchor.CENTER_LEFT);
    plot.addAnnotation(rank, false);
  }

  private static Shape shape(Precision precision) {
    return switch (precision) {
      case FP32 -> new Ellipse2D.Double(-5, -5, 10, 10);
      case FP16 -> new Rectangle2D.Double(-4.5, -4.5, 9, 9);
      default -> new Polygon(new int[] {-6, 6, 0}, new int[] {5, 5, -6}, 3);
    };
  }
}
