package io.layerbench.costs;

import io.layerbench.base.Precision;
import io.layerbench.costs.Reconciliation.Alone;
import io.layerbench.costs.Topology.Part;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The rows of inplace.csv and reconciliation.csv, as far as they follow from samples and costs.
 *
 * @param models whole models timed in place, by name
 */
public record PlacedRows(CostModel costs, Map<String, PlacedModel> models) {

  /** Finds the likely cause of a difference, from the kernels that ran. */
  @FunctionalInterface
  public interface Cause {

    /**
     * The cause.
     *
     * @param differencePercent alone against in place; null where nothing of the layer runs there
     * @return null for none
     */
    @Nullable String of(Alone alone, @Nullable Double differencePercent);
  }

  /**
   * A row for each model.
   *
   * @param kernelsMs a model's kernels' own times
   */
  public List<InPlaceRows.ModelRow> models(ToDoubleFunction<String> kernelsMs) {
    List<InPlaceRows.ModelRow> rows = new ArrayList<>();
    models.forEach(
        (name, model) ->
            rows.add(
                new InPlaceRows.ModelRow(
                    costs.backend(),
                    name,
                    model.wholeMs(),
                    model.profiledMs(),
                    kernelsMs.applyAsDouble(name),
                    costs.predictMs(model.precisions()))));
    return rows;
  }

  /** A row for each layer that was timed alone and in the model of its precision. */
  public List<InPlaceRows.LayerRow> layers(List<Alone> all, Cause cause) {
    List<String> order = costs.topology().parts().stream().map(Part::name).toList();
    List<Alone> sorted = new ArrayList<>(all);
    sorted.sort(
        Comparator.comparingInt((Alone one) -> order.indexOf(one.layer()))
            .thenComparing(Alone::precision));
    List<InPlaceRows.LayerRow> rows = new ArrayList<>();
    for (Alone alone : sorted) {
      Double inPlace = inPlaceMs(alone.layer(), alone.precision());
      if (inPlace != null) {
        Double difference = inPlace <= 0 ? null : (Double) (100 * (alone.netMs() / inPlace - 1));
        rows.add(
            new InPlaceRows.LayerRow(
                costs.backend(),
                alone.layer(),
                alone.precision(),
                alone.medianMs(),
                alone.callMs(),
                alone.netMs(),
                inPlace,
                difference,
                cause.of(alone, difference)));
      }
    }
    return rows;
  }

  /** A layer's cost in the model of its precision. */
  private @Nullable Double inPlaceMs(String layer, Precision precision) {
    PlacedModel model = models.get(precision.id());
    return model == null ? null : costs.layerMs(layer, model.precisions());
  }
}
