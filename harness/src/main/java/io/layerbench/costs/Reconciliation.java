package io.layerbench.costs;

import io.layerbench.base.Csv;
import io.layerbench.base.Precision;
import io.layerbench.costs.KernelOwners.Share;
import io.layerbench.costs.Topology.Part;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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

    double netMs() {
      return callMs == null ? medianMs : Math.max(0, medianMs - callMs);
    }
  }

  /**
   * The rows of reconciliation.csv: {@code
   * backend,layer,precision,alone_ms,call_ms,alone_net_ms,in_place_ms,difference_percent,cause}.
   */
  public String layersCsv(List<Alone> all) {
    List<String> order = costs.topology().parts().stream().map(Part::name).toList();
    List<Alone> sorted = new ArrayList<>(all);
    sorted.sort(
        Comparator.comparingInt((Alone one) -> order.indexOf(one.layer()))
            .thenComparing(Alone::precision));
    List<List<@Nullable String>> rows = new ArrayList<>();
    for (Alone alone : sorted) {
      Share share = inUniform(alone.layer(), alone.precision());
      Double inPlace = cost(alone.layer(), alone.precision());
      if (share == null || inPlace == null) {
        continue;
      }
      boolean vanished = inPlace <= 0;
      Double difference = vanished ? null : 100 * (alone.netMs() / inPlace - 1);
      List<@Nullable String> row = new ArrayList<>();
      row.add(costs.backend());
      row.add(alone.layer());
      row.add(alone.precision().id());
      row.add(number(alone.medianMs()));
      row.add(alone.callMs() == null ? null : number(alone.callMs()));
      row.add(number(alone.netMs()));
      row.add(number(inPlace));
      row.add(difference == null ? null : String.format(Locale.ROOT, "%.1f", difference));
      row.add(cause(alone, share, difference));
      rows.add(row);
    }
    return Csv.text(
        List.of(
            "A layer alone, less calling it, against the layer in place; in_place_ms adds up to"
                + " the whole model."),
        List.of(
            "backend",
            "layer",
            "precision",
            "alone_ms",
            "call_ms",
            "alone_net_ms",
            "in_place_ms",
            "difference_percent",
            "cause"),
        rows);
  }

  /**
   * The rows of inplace.csv: {@code
   * backend,model,whole_ms,profiled_ms,profiling_slows_percent,kernels_ms,predicted_ms,residual_percent}.
   */
  public String modelsCsv(List<InPlaceRecord> records) {
    Map<String, List<Observation>> byModel = new LinkedHashMap<>();
    observations.forEach(
        one -> byModel.computeIfAbsent(one.variant(), v -> new ArrayList<>()).add(one));
    List<List<@Nullable String>> rows = new ArrayList<>();
    byModel.forEach(
        (model, all) -> {
          double whole = mean(all.stream().map(Observation::wholeMicros).toList());
          double profiled =
              records.stream()
                  .filter(one -> one.variant().equals(model) && one.succeeded())
                  .flatMap(one -> one.profiledNanos().stream())
                  .mapToDouble(nanos -> nanos / 1e3)
                  .average()
                  .orElse(whole);
          double kernels =
              mean(
                  all.stream()
                      .map(
                          one ->
                              one.partMicros(true) + one.partMicros(false) + one.conversionMicros())
                      .toList());
          double predicted = 1000 * costs.predictMs(all.get(0).precisions());
          rows.add(
              List.of(
                  costs.backend(),
                  model,
                  number(whole / 1000),
                  number(profiled / 1000),
                  String.format(Locale.ROOT, "%.1f", 100 * (profiled / whole - 1)),
                  number(kernels / 1000),
                  number(predicted / 1000),
                  String.format(Locale.ROOT, "%.1f", 100 * (predicted / whole - 1))));
        });
    return Csv.text(
        List.of("Whole models timed in place, and what their costs add up to."),
        List.of(
            "backend",
            "model",
            "whole_ms",
            "profiled_ms",
            "profiling_slows_percent",
            "kernels_ms",
            "predicted_ms",
            "residual_percent"),
        rows);
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(value -> value).average().orElseThrow();
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.6f", value);
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
    for (Observation one : observations) {
      if (one.variant().equals(precision.id())) {
        for (Part part : costs.topology().parts()) {
          if (part.name().equals(layer)) {
            return costs.part(layer, costs.state(part, one.precisions())).micros() / 1000;
          }
        }
      }
    }
    return null;
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
