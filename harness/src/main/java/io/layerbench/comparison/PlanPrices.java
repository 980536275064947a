package io.layerbench.comparison;

import io.layerbench.base.Precision;
import io.layerbench.comparison.Comparison.PlanCell;
import io.layerbench.comparison.Comparison.PlanRow;
import io.layerbench.comparison.Comparison.PlanTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes the table of what each plan would cost on each device. */
final class PlanPrices {

  private final List<ComparedRun> runs;
  private final List<@Nullable Pricing> pricings;
  private final List<String> layers;
  private final List<PlanRow> rows = new ArrayList<>();

  /**
   * @param layers the names of the layers that plans decide
   */
  PlanPrices(List<ComparedRun> runs, List<@Nullable Pricing> pricings, List<String> layers) {
    this.runs = List.copyOf(runs);
    this.pricings = new ArrayList<>(pricings);
    this.layers = List.copyOf(layers);
  }

  /**
   * The table.
   *
   * @param portable one plan for all; null for none
   */
  PlanTable table(@Nullable Map<String, Precision> portable) {
    for (int i = 0; i < runs.size(); i++) {
      Map<String, Precision> own = runs.get(i).plan();
      if (own != null) {
        add("the plan of " + RunLine.id(i), RunLine.id(i), own);
      }
    }
    if (portable != null) {
      add("one plan for all", null, portable);
    }
    add("all FP32", null, Map.of());
    Map<String, Precision> int8 = new LinkedHashMap<>();
    layers.forEach(layer -> int8.put(layer, Precision.INT8));
    add("all INT8", null, int8);
    return new PlanTable(
        pricings.stream().map(one -> one == null ? "unknown" : one.how()).toList(), rows);
  }

  private void add(String name, @Nullable String run, Map<String, Precision> plan) {
    List<@Nullable PlanCell> cells = new ArrayList<>();
    for (int i = 0; i < runs.size(); i++) {
      Pricing pricing = pricings.get(i);
      Map<String, Precision> own = runs.get(i).plan();
      if (pricing == null || own == null) {
        cells.add(null);
      } else {
        double ms = pricing.ms(plan);
        cells.add(new PlanCell(ms, 100 * (ms / pricing.ms(own) - 1)));
      }
    }
    long int8 = layers.stream().filter(layer -> plan.get(layer) == Precision.INT8).count();
    rows.add(new PlanRow(name, run, Math.toIntExact(int8), cells));
  }
}
