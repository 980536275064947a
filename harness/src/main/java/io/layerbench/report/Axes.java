package io.layerbench.report;

import java.awt.Font;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.text.FieldPosition;
import java.text.NumberFormat;
import java.text.ParsePosition;
import java.util.Arrays;
import java.util.Locale;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.axis.ValueAxis;

/** Axes of numbers, written the same on every machine. */
final class Axes {

  private static final int MOST_POWERS = 10;
  private static final double MARGIN = 0.06;

  private Axes() {}

  /**
   * An axis that holds all values.
   *
   * @param values at least one; all above 0 where the scale is logarithmic
   */
  static ValueAxis of(String label, double[] values, XyChart.Scale scale) {
    ValueAxis axis =
        switch (scale) {
          case FROM_ZERO -> linear();
          case NEAR -> near(values);
          case LOGARITHMIC -> logarithmic(values);
        };
    style(axis, label);
    return axis;
  }

  /** Gives any axis the page's look. */
  static void style(ValueAxis axis, String label) {
    axis.setLabel(label);
    axis.setLabelFont(ChartDrawer.FONT.deriveFont(Font.BOLD));
    axis.setLabelPaint(Palette.INK);
    axis.setTickLabelFont(ChartDrawer.FONT);
    axis.setTickLabelPaint(Palette.INK);
    axis.setAxisLinePaint(Palette.INK);
    axis.setTickMarkPaint(Palette.INK);
  }

  /** As far as the values go, and a little further. */
  private static ValueAxis near(double[] values) {
    double least = Arrays.stream(values).min().orElseThrow();
    double greatest = Arrays.stream(values).max().orElseThrow();
    double width = greatest > least ? greatest - least : Math.max(1e-9, Math.abs(least));
    ValueAxis axis = linear();
    axis.setRange(least - MARGIN * width, greatest + MARGIN * width);
    return axis;
  }

  private static ValueAxis linear() {
    NumberAxis axis = new NumberAxis();
    axis.setStandardTickUnits(NumberAxis.createStandardTickUnits(Locale.ROOT));
    axis.setNumberFormatOverride(
        new DecimalFormat("0.###########", DecimalFormatSymbols.getInstance(Locale.ROOT)));
    axis.setAutoRangeIncludesZero(true);
    return axis;
  }

  /**
   * From a whole power of ten below the least value to a little above one that holds the greatest.
   */
  private static ValueAxis logarithmic(double[] values) {
    double least = Arrays.stream(values).min().orElseThrow();
    double greatest = Arrays.stream(values).max().orElseThrow();
    int low = (int) Math.ceil(Math.log10(least)) - 1;
    int high = Math.max(low + 1, (int) Math.ceil(Math.log10(greatest) - 1e-9));
    LogAxis axis = new LogAxis();
    axis.setNumberFormatOverride(new Powers());
    axis.setRange(Math.pow(10, low), Math.pow(10, high + MARGIN * (high - low)));
    axis.setTickUnit(new NumberTickUnit(Math.max(1, (high - low) / MOST_POWERS)));
    axis.setMinorTickMarksVisible(false);
    return axis;
  }

  /** Powers of ten. */
  private static final class Powers extends NumberFormat {

    private static final long serialVersionUID = 1L;

    @Override
    public StringBuffer format(double number, StringBuffer to, FieldPosition position) {
      return to.append(Numbers.power((int) Math.round(Math.log10(number))));
    }

    @Override
    public StringBuffer format(long number, StringBuffer to, FieldPosition position) {
      return format((double) number, to, position);
    }

    @Override
    public Number parse(String source, ParsePosition position) {
      throw new UnsupportedOperationException("An axis only writes.");
    }
  }
}
