package io.layerbench.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Dimension;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.Paint;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import org.jfree.chart.ChartFactory;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.CategoryAxis;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.block.BlockBorder;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.plot.PlotOrientation;
import org.jfree.chart.renderer.category.BarRenderer;
import org.jfree.chart.renderer.category.CategoryItemRendererState;
import org.jfree.chart.renderer.category.StandardBarPainter;
import org.jfree.chart.title.LegendTitle;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.data.category.CategoryDataset;
import org.jfree.data.category.DefaultCategoryDataset;

/** Draws charts with JFreeChart. */
class ChartDrawer {

  static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
  static final Color NONE = new Color(0, 0, 0, 0);
  static final BasicStroke LINE = new BasicStroke(1f);
  private static final int WIDTH = 860;

  /** The last label of an axis hangs over its end. */
  private static final RectangleInsets PADDING = new RectangleInsets(0, 0, 0, 24);

  private static final int FRAME = 96;
  private static final int HEIGHT = 440;
  private static final int ROW = 20;
  private static final int BAR = 11;
  private static final int GAP = 9;

  /** With more layers, bars are thinner. */
  private static final int MANY = 40;

  private static final int THIN_BAR = 6;
  private static final int THIN_GAP = 6;

  /** The svg element of a chart that is not empty. */
  String bars(String id, BarChart chart, String title, String description) {
    DefaultCategoryDataset dataset = new DefaultCategoryDataset();
    for (BarChart.Series series : chart.series()) {
      for (int i = 0; i < chart.layers().size(); i++) {
        dataset.addValue(
            series.bars().get(i).value(),
            series.precision(),
            new Category(i, Name.inCharts(chart.layers().get(i))));
      }
    }
    JFreeChart drawing =
        ChartFactory.createBarChart(
            null, null, null, dataset, PlotOrientation.HORIZONTAL, true, false, false);
    CategoryPlot plot = drawing.getCategoryPlot();
    ValueAxis values =
        Axes.of(
            chart.axis(),
            chart.values().toArray(),
            chart.logarithmic() ? XyChart.Scale.LOGARITHMIC : XyChart.Scale.FROM_ZERO);
    plot.setRangeAxis(values);
    plot.setRenderer(renderer(chart, values));
    style(plot);
    style(drawing);
    boolean many = chart.layers().size() > MANY;
    int group = chart.series().size() * (many ? THIN_BAR : BAR) + (many ? THIN_GAP : GAP);
    Dimension size = new Dimension(WIDTH, FRAME + chart.layers().size() * group);
    return draw(id, size, drawing, title, description);
  }

  /** The svg element of a chart that is not empty. */
  String points(String id, XyChart chart, String title, String description) {
    JFreeChart drawing = XyDrawing.of(chart);
    style(drawing);
    int height = chart.names().isEmpty() ? HEIGHT : FRAME + chart.names().size() * ROW;
    return draw(id, new Dimension(WIDTH, height), drawing, title, description);
  }

  private static String draw(
      String id, Dimension size, JFreeChart drawing, String title, String description) {
    return Svg.of(
        id,
        size,
        title,
        description,
        graphics -> drawing.draw(graphics, new Rectangle2D.Double(0, 0, size.width, size.height)));
  }

  private static BarRenderer renderer(BarChart chart, ValueAxis values) {
    BarRenderer renderer = new PrecisionBars(chart.series());
    renderer.setBarPainter(new StandardBarPainter());
    renderer.setShadowVisible(false);
    renderer.setDrawBarOutline(true);
    renderer.setItemMargin(0.0);
    renderer.setDefaultLegendTextFont(FONT);
    renderer.setDefaultLegendTextPaint(Palette.INK);
    if (chart.logarithmic()) {
      renderer.setBase(values.getLowerBound());
      renderer.setIncludeBaseInRange(false);
    }
    for (int i = 0; i < chart.series().size(); i++) {
      Color color = Palette.of(chart.series().get(i).precision());
      renderer.setSeriesPaint(i, color);
      renderer.setSeriesOutlinePaint(i, color);
      renderer.setSeriesOutlineStroke(i, LINE);
    }
    return renderer;
  }

  private static void style(CategoryPlot plot) {
    plot.setBackgroundPaint(null);
    plot.setOutlineVisible(false);
    plot.setRangeGridlinePaint(Palette.GRID);
    plot.setRangeGridlineStroke(LINE);
    plot.setAxisOffset(RectangleInsets.ZERO_INSETS);
    CategoryAxis layers = plot.getDomainAxis();
    layers.setTickLabelFont(FONT);
    layers.setTickLabelPaint(Palette.INK);
    layers.setAxisLinePaint(Palette.INK);
    layers.setTickMarksVisible(false);
    layers.setMaximumCategoryLabelWidthRatio(0.4f);
    layers.setLowerMargin(0.005);
    layers.setUpperMargin(0.005);
    layers.setCategoryMargin(0.25);
  }

  private static void style(JFreeChart drawing) {
    drawing.setBackgroundPaint(null);
    drawing.setBorderVisible(false);
    drawing.setPadding(PADDING);
    LegendTitle legend = drawing.getLegend();
    legend.setPosition(RectangleEdge.TOP);
    legend.setBackgroundPaint(null);
    legend.setFrame(BlockBorder.NONE);
    legend.setItemFont(FONT);
    legend.setItemPaint(Palette.INK);
  }

  /** A layer's place in the chart; two layers may look the same once they are shortened. */
  private record Category(int index, String label) implements Comparable<Category> {
    @Override
    public int compareTo(Category other) {
      return Integer.compare(index, other.index);
    }

    @Override
    public String toString() {
      return label;
    }
  }

  /** Bars in the precision's colour, hollow where the time is emulated. */
  private static final class PrecisionBars extends BarRenderer {

    private static final long serialVersionUID = 1L;

    private final transient List<BarChart.Series> series;

    PrecisionBars(List<BarChart.Series> series) {
      this.series = series;
    }

    @Override
    public Paint getItemPaint(int row, int column) {
      BarChart.Series one = series.get(row);
      return one.bars().get(column).emulated() ? NONE : Palette.of(one.precision());
    }

    @Override
    public void drawItem(
        Graphics2D graphics,
        CategoryItemRendererState state,
        Rectangle2D area,
        CategoryPlot plot,
        CategoryAxis layers,
        ValueAxis values,
        CategoryDataset dataset,
        int row,
        int column,
        int pass) {
      super.drawItem(graphics, state, area, plot, layers, values, dataset, row, column, pass);
      BarChart.Bar bar = series.get(row).bars().get(column);
      if (bar.value() != null && bar.interval() != null) {
        double middle =
            calculateBarW0(plot, plot.getOrientation(), area, layers, state, row, column)
                + state.getBarWidth() / 2;
        graphics.setStroke(LINE);
        graphics.setPaint(Palette.INK);
        graphics.draw(
            new Line2D.Double(
                values.valueToJava2D(bar.interval().low(), area, plot.getRangeAxisEdge()),
                middle,
                values.valueToJava2D(bar.interval().high(), area, plot.getRangeAxisEdge()),
                middle));
      }
    }

    @Override
    public boolean equals(Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(this);
    }
  }
}
