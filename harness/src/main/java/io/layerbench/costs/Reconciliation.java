package io.layerbench.costs;

import io.layerbench.base.Precision;
import io.layerbench.costs.KernelOwners.Share;
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
    PlacedRows rows = new PlacedRows(costs, PlacedModel.of(records));
    return new InPlaceRows(rows.models(this::kernelsMs), rows.layers(all, this::cause));
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

  /** What a layer ran in the model of its precision. */
  private Share inUniform(Alone alone) {
    return observations.stream()
        .filter(one -> one.variant().equals(alone.precision().id()))
        .map(one -> one.shares().part(alone.layer()))
        .findFirst()
        .orElse(Share.NONE);
  }

  private @Nullable String cause(Alone alone, @Nullable Double difference) {
    return cause(alone, inUniform(alone), difference);
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
