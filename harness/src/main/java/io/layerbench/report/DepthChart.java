package io.layerbench.report;

import io.layerbench.base.Precision;
import io.layerbench.report.ReportView.ChartView;
import io.layerbench.report.XyChart.Axis;
import io.layerbench.report.XyChart.Guide;
import io.layerbench.report.XyChart.Mark;
import io.layerbench.report.XyChart.Point;
import io.layerbench.report.XyChart.Scale;
import io.layerbench.report.XyChart.Series;
import io.layerbench.sensitivity.Finding;
import io.layerbench.sensitivity.Mode;
import io.layerbench.sensitivity.OutputError;
import io.layerbench.sensitivity.SensitivityRow;
import io.layerbench.sensitivity.SensitivityTable;
import io.layerbench.sensitivity.UnitKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The chart of PSNR by depth: each layer alone in INT8 at its own output, and where it was computed
 * the model's output with all layers up to that one in INT8, which is the accumulated error.
 */
final class DepthChart {

  /** Below this, damage is visible; see {@link Finding.Rule#BELOW_30_DB}. */
  private static final double VISIBLE = 30;

  private static final double SLIGHT = 40;
  private static final int LABELLED = 5;

  private DepthChart() {}

  /**
   * A layer's two PSNRs in dB.
   *
   * @param depth its place in the model, from 1
   * @param own alone in INT8, at its own output; null where that is not known
   * @param accumulated the model's output with all layers so far in INT8; null likewise
   * @param drop whether the accumulated error grows suddenly here
   */
  record Layer(
      int depth, String name, @Nullable Double own, @Nullable Double accumulated, boolean drop) {}

  /** The layers of the table in the model's order, with those that have a PSNR. */
  static List<Layer> layers(SensitivityTable table, List<Finding> findings) {
    Set<String> drops =
        findings.stream()
            .filter(finding -> finding.rule() == Finding.Rule.SUDDEN_DROP)
            .map(Finding::unit)
            .collect(Collectors.toSet());
    List<String> names = table.layerRows().stream().map(SensitivityRow::unit).distinct().toList();
    List<Layer> layers = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      Double own =
          table
              .find(name, Precision.INT8)
              .map(SensitivityRow::own)
              .map(OutputError::psnrDb)
              .orElse(null);
      layers.add(new Layer(i + 1, name, own, accumulated(table, name), drops.contains(name)));
    }
    return layers;
  }

  private static @Nullable Double accumulated(SensitivityTable table, String name) {
    return table.rows().stream()
        .filter(row -> row.kind() == UnitKind.LAYER && row.mode() == Mode.FIRST)
        .filter(row -> row.precision() == Precision.INT8 && row.unit().equals(name))
        .map(SensitivityRow::model)
        .filter(error -> error != null && error.psnrDb() != null)
        .map(OutputError::psnrDb)
        .findFirst()
        .orElse(null);
  }

  /** The chart; null where no layer has a PSNR. */
  static @Nullable ChartView of(
      ChartPen pen, String id, SensitivityTable table, List<Finding> findings) {
    List<Layer> layers = layers(table, findings);
    XyChart chart = chart(layers);
    if (chart.isEmpty()) {
      return null;
    }
    String title = "PSNR by depth";
    String sentence =
        "Layers below 30 dB are visibly damaged by INT8, those above 40 dB hardly; a line that falls"
            + " shows how the error accumulates on its way through the model.";
    boolean sums = layers.stream().anyMatch(layer -> layer.accumulated() != null);
    return new ChartView(
        title,
        sentence,
        sums
            ? null
            : "This run has each layer alone; how the error accumulates is computed by"
                + " sensitivity --mode only,first --model-output, whose file run --sensitivity takes.",
        pen.draw(drawer -> drawer.points(id, chart, title, sentence)),
        List.of("Depth", "Layer", "Alone (dB)", "Accumulated (dB)", "Sudden drop"),
        layers.stream().map(DepthChart::row).toList());
  }

  private static XyChart chart(List<Layer> layers) {
    Set<Layer> lowest =
        layers.stream()
            .filter(layer -> layer.own() != null && layer.own() < VISIBLE)
            .sorted(Comparator.comparing(Layer::own))
            .limit(LABELLED)
            .collect(Collectors.toSet());
    List<Series> series = new ArrayList<>();
    add(
        series,
        new Series(
            "alone, at its own output",
            Palette.of(Precision.INT8),
            Mark.CIRCLE,
            false,
            points(layers, Layer::own, lowest)));
    add(
        series,
        new Series(
            "all so far, at the model's output",
            Palette.GOOD,
            Mark.SQUARE,
            true,
            points(layers, Layer::accumulated, Set.of())));
    List<Layer> drops = layers.stream().filter(Layer::drop).toList();
    add(
        series,
        new Series(
            "sudden drop",
            Palette.INK,
            Mark.CROSS,
            false,
            points(drops, Layer::accumulated, Set.copyOf(drops))));
    return new XyChart(
        new Axis("Layer, in the model's order", Scale.NEAR),
        new Axis("PSNR in dB", Scale.FROM_ZERO),
        List.of(),
        series,
        List.of(new Guide(VISIBLE, "30 dB", Palette.INK), new Guide(SLIGHT, "40 dB", Palette.INK)));
  }

  private static void add(List<Series> list, Series series) {
    if (!series.points().isEmpty()) {
      list.add(series);
    }
  }

  private static List<Point> points(
      List<Layer> layers, Function<Layer, @Nullable Double> value, Set<Layer> labelled) {
    List<Point> points = new ArrayList<>();
    for (Layer layer : layers) {
      Double psnr = value.apply(layer);
      if (psnr != null) {
        String label = labelled.contains(layer) ? Name.inCharts(layer.name()) : null;
        points.add(new Point(layer.depth(), psnr, null, null, label));
      }
    }
    return points;
  }

  private static List<String> row(Layer layer) {
    return List.of(
        Integer.toString(layer.depth()),
        Name.of(layer.name()).shown(),
        decibels(layer.own()),
        decibels(layer.accumulated()),
        layer.drop() ? "yes" : "");
  }

  private static String decibels(@Nullable Double value) {
    return value == null ? LayerLines.NONE : Numbers.fixed(value, 1);
  }
}
