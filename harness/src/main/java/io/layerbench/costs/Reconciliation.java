package io.layerbench.costs;

import io.layerbench.base.Precision;
import io.layerbench.costs.KernelOwners.Share;
import io.layerbench.costs.Topology.Part;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Sets the times that do not add up beside those that do: each layer alone against the layer in
 * place, and each model that was timed in place against the sum of its costs.
 */
public final class Reconciliation {

  /** Above this difference between alone and in place, in percent, a cause is looked for. */
  private static final double NOTABLE_PERCENT = 25;

  private final CostModel costs;
  private final List<Observation> observations;

  /**
   * @param records those that the costs were made of
   */
  public Reconciliation(CostModel costs, List<InPlaceRecord> records, KernelOwners owners) {
    this.costs = costs;
    this.observations = Observation.of(records, owners);
  }

  /**
   * A layer that was timed alone.
   *
   * @param layer its name
   * @param precision FP32 or INT8
   * @param medianMs of a call
   * @param callMs what of it is calling; null where unknown
   * @param kernels the operators that ran
   */
  public record Alone(
      String layer,
      Precision precision,
      double medianMs,
      @Nullable Double callMs,
      List<String> kernels) {

    /** Without calling it, ms. */
    public double netMs() {
      return callMs == null ? medianMs : Math.max(0, medianMs - callMs);
    }
  }

  /** The rows of both files. */
  public InPlaceRows rows(List<Alone> all, List<InPlaceRecord> records) {
    return new InPlaceRows(models(records), layers(all));
  }

  private List<InPlaceRows.LayerRow> layers(List<Alone> all) {
    List<String> order = costs.topology().parts().stream().map(Part::name).toList();
    List<Alone> sorted = new ArrayList<>(all);
    sorted.sort(
        Comparator.comparingInt((Alone one) -> order.indexOf(one.layer()))
            .thenComparing(Alone::precision));
    List<InPlaceRows.LayerRow> rows = new ArrayList<>();
    for (Alone alone : sorted) {
      Share share = inUniform(alone.layer(), alone.precision());
      Double inPlace = cost(alone.layer(), alone.precision());
      if (share != null && inPlace != null) {
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
                cause(alone, share, difference)));
      }
    }
    return rows;
  }

  private List<InPlaceRows.ModelRow> models(List<InPlaceRecord> records) {
    List<InPlaceRows.ModelRow> rows = new ArrayList<>();
    PlacedModel.of(records)
        .forEach(
            (model, placed) ->
                rows.add(
                    new InPlaceRows.ModelRow(
                        costs.backend(),
                        model,
                        placed.wholeMs(),
                        placed.profiledMs(),
                        kernelsMs(model),
                        costs.predictMs(placed.precisions()))));
    return rows;
  }

  private double kernelsMs(String model) {
    return observations.stream()
            .filter(one -> one.variant().equals(model))
            .mapToDouble(
                one ->
                    one.scale()
                        * (one.parts(true).micros()
                            + one.parts(false).micros()
                            + one.conversions().micros()))
            .average()
            .orElseThrow()
        / 1000;
  }

  /** What a layer ran in the model of its precision; null where that model was not timed. */
  private @Nullable Share inUniform(String layer, Precision precision) {
    return observations.stream()
        .filter(one -> one.variant().equals(precision.id()))
        .map(one -> one.shares().part(layer))
        .findFirst()
        .orElse(null);
  }

  /** A layer's cost in the model of its precision, ms. */
  private @Nullable Double cost(String layer, Precision precision) {
    return observations.stream()
        .filter(one -> one.variant().equals(precision.id()))
        .findFirst()
        .map(one -> costs.layerMs(layer, one.precisions()))
        .orElse(null);
  }

  private static @Nullable String cause(Alone alone, Share share, @Nullable Double difference) {
    if (difference == null) {
      return "in place it is part of another layer's kernel, or nothing runs";
    }
    if (Math.abs(difference) <= NOTABLE_PERCENT) {
      return null;
    }
    if (share.signature().contains("sum")) {
      return "in place its kernel also adds the residual";
    }
    TreeSet<String> moving = new TreeSet<>(alone.kernels());
    moving.retainAll(KernelOwners.CONVERSIONS);
    TreeSet<String> computing = new TreeSet<>(alone.kernels());
    computing.removeAll(moving);
    TreeSet<String> inPlace = new TreeSet<>();
    for (String kernel : share.signature().split(" ", -1)) {
      inPlace.add(kernel.replaceAll("\\[.*", ""));
    }
    if (!computing.equals(inPlace)) {
      return "in place other kernels run (%s instead of %s)"
          .formatted(String.join(", ", inPlace), String.join(", ", computing));
    }
    if (!moving.isEmpty()) {
      return "alone it also converts layout or precision (" + String.join(", ", moving) + ")";
    }
    if (alone.netMs() == 0) {
      return "alone calling it takes all of the time";
    }
    return difference > 0
        ? "in place its data is in the caches, or in a layout that suits it"
        : "alone its data stays in the caches";
  }
}
