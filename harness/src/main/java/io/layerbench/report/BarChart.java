package io.layerbench.report;

import io.layerbench.base.Precision;
import io.layerbench.statistics.Interval;
import java.util.List;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/**
 * A chart of grouped bars, one group per layer, in the model's order.
 *
 * @param axis what the bars' length is, with its unit
 * @param layers the layers' names
 * @param series one per precision, each with a bar per layer
 * @param logarithmic whether the axis is
 * @param omitted how many layers are left to the table
 */
record BarChart(
    String axis, List<String> layers, List<Series> series, boolean logarithmic, int omitted) {

  /** The most layers that a chart shows. */
  static final int MOST = 120;

  BarChart {
    layers = List.copyOf(layers);
    series = List.copyOf(series);
    for (Series one : series) {
      if (one.bars().size() != layers.size()) {
        throw new IllegalArgumentException("Each series needs a bar per layer.");
      }
    }
  }

  /** The bars of one precision, by layer. */
  record Series(Precision precision, List<Bar> bars) {
    Series {
      bars = List.copyOf(bars);
    }

    boolean isEmpty() {
      return bars.stream().allMatch(bar -> bar.value() == null);
    }
  }

  /**
   * One bar.
   *
   * @param value finite, not negative; null where there is none
   * @param interval the value's; null where there is none
   * @param emulated whether it is drawn hollow
   */
  record Bar(@Nullable Double value, @Nullable Interval interval, boolean emulated) {}

  /** True when it has no bar at all. */
  boolean isEmpty() {
    return series.stream().allMatch(Series::isEmpty);
  }

  /** True when some bar is hollow. */
  boolean hasEmulated() {
    return series.stream()
        .flatMap(one -> one.bars().stream())
        .anyMatch(bar -> bar.emulated() && bar.value() != null);
  }

  /** All values, and where their intervals end. */
  DoubleStream values() {
    return series.stream().flatMap(one -> one.bars().stream()).flatMapToDouble(BarChart::extent);
  }

  private static DoubleStream extent(Bar bar) {
    if (bar.value() == null) {
      return DoubleStream.empty();
    }
    return bar.interval() == null
        ? DoubleStream.of(bar.value())
        : DoubleStream.of(bar.value(), bar.interval().high());
  }
}
