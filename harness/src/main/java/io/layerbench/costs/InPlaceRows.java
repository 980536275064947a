package io.layerbench.costs;

import io.layerbench.base.Csv;
import io.layerbench.base.CsvTable;
import io.layerbench.base.Precision;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * inplace.csv and reconciliation.csv.
 *
 * @param models whole models timed in place, and what their costs add up to
 * @param layers layers alone beside layers in place, in the model's order
 */
public record InPlaceRows(List<ModelRow> models, List<LayerRow> layers) {

  /** Nothing was timed in place. */
  public static final InPlaceRows NONE = new InPlaceRows(List.of(), List.of());

  private static final List<String> MODELS_HEADER =
      List.of(
          "backend",
          "model",
          "whole_ms",
          "profiled_ms",
          "profiling_slows_percent",
          "kernels_ms",
          "predicted_ms",
          "residual_percent");

  private static final List<String> LAYERS_HEADER =
      List.of(
          "backend",
          "layer",
          "precision",
          "alone_ms",
          "call_ms",
          "alone_net_ms",
          "in_place_ms",
          "difference_percent",
          "cause");

  public InPlaceRows {
    models = List.copyOf(models);
    layers = List.copyOf(layers);
  }

  /**
   * A whole model.
   *
   * @param wholeMs a run without the profiler
   * @param profiledMs a run under it
   * @param kernelsMs the kernels' own times in the profile
   * @param predictedMs what the costs add up to
   */
  public record ModelRow(
      String backend,
      String model,
      double wholeMs,
      double profiledMs,
      double kernelsMs,
      double predictedMs) {

    /** How much longer a run takes under the profiler. */
    public double profilingSlowsPercent() {
      return 100 * (profiledMs / wholeMs - 1);
    }

    /** How far the costs are from the whole model. */
    public double residualPercent() {
      return 100 * (predictedMs / wholeMs - 1);
    }
  }

  /**
   * A layer in a precision.
   *
   * @param aloneMs timed alone
   * @param callMs what of that is calling; null where unknown
   * @param aloneNetMs the rest
   * @param inPlaceMs its cost inside the model of that precision
   * @param differencePercent of the two; null where nothing of it runs in place
   * @param cause of a difference above 25%; null for none
   */
  public record LayerRow(
      String backend,
      String layer,
      Precision precision,
      double aloneMs,
      @Nullable Double callMs,
      double aloneNetMs,
      double inPlaceMs,
      @Nullable Double differencePercent,
      @Nullable String cause) {}

  /** The text of inplace.csv. */
  public String modelsText() {
    return Csv.text(
        List.of("Whole models timed in place, and what their costs add up to."),
        MODELS_HEADER,
        models.stream()
            .map(
                row ->
                    List.of(
                        row.backend(),
                        row.model(),
                        ms(row.wholeMs()),
                        ms(row.profiledMs()),
                        percent(row.profilingSlowsPercent()),
                        ms(row.kernelsMs()),
                        ms(row.predictedMs()),
                        percent(row.residualPercent())))
            .toList());
  }

  /** The text of reconciliation.csv. */
  public String layersText() {
    return Csv.text(
        List.of(
            "A layer alone, less calling it, against the layer in place; in_place_ms adds up to"
                + " the whole model."),
        LAYERS_HEADER,
        layers.stream().map(InPlaceRows::cells).toList());
  }

  private static List<@Nullable String> cells(LayerRow row) {
    Double call = row.callMs();
    Double difference = row.differencePercent();
    List<@Nullable String> cells = new ArrayList<>();
    cells.add(row.backend());
    cells.add(row.layer());
    cells.add(row.precision().id());
    cells.add(ms(row.aloneMs()));
    cells.add(call == null ? null : ms(call));
    cells.add(ms(row.aloneNetMs()));
    cells.add(ms(row.inPlaceMs()));
    cells.add(difference == null ? null : percent(difference));
    cells.add(row.cause());
    return cells;
  }

  private static String ms(double value) {
    return String.format(Locale.ROOT, "%.6f", value);
  }

  private static String percent(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  /**
   * Reads both files.
   *
   * @throws io.layerbench.base.InvalidInputException naming the line
   */
  public static InPlaceRows read(Path models, Path layers) {
    return new InPlaceRows(
        Csv.read(models, MODELS_HEADER).map(InPlaceRows::model),
        Csv.read(layers, LAYERS_HEADER).map(InPlaceRows::layer));
  }

  private static ModelRow model(CsvTable.Row row) {
    return new ModelRow(
        row.text("backend"),
        row.text("model"),
        row.number("whole_ms"),
        row.number("profiled_ms"),
        row.number("kernels_ms"),
        row.number("predicted_ms"));
  }

  private static LayerRow layer(CsvTable.Row row) {
    return new LayerRow(
        row.text("backend"),
        row.text("layer"),
        row.precision("precision"),
        row.number("alone_ms"),
        row.numberOrNull("call_ms"),
        row.number("alone_net_ms"),
        row.number("in_place_ms"),
        row.numberOrNull("difference_percent"),
        row.textOrNull("cause"));
  }

  /** The rows of both, this one's first. */
  public InPlaceRows plus(InPlaceRows other) {
    List<ModelRow> allModels = new ArrayList<>(models);
    allModels.addAll(other.models);
    List<LayerRow> allLayers = new ArrayList<>(layers);
    allLayers.addAll(other.layers);
    return new InPlaceRows(allModels, allLayers);
  }
}
