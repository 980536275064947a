package io.layerbench.check;

import io.layerbench.base.InvalidInputException;
import io.layerbench.base.IoReason;
import io.layerbench.base.Json;
import io.layerbench.costs.CostModel;
import io.layerbench.costs.InPlaceRecord;
import io.layerbench.costs.InPlaceRows;
import io.layerbench.costs.PlacedModel;
import io.layerbench.costs.Reconciliation;
import io.layerbench.suite.AloneTimes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What was timed in place, and what the costs add up to, for each model and layer. */
final class InPlaceCheck implements Check {

  @Override
  public String name() {
    return "in place";
  }

  @Override
  public CheckResult check(CheckedRun run) {
    List<String> disagreements = new ArrayList<>();
    int compared = 0;
    for (String backend : run.record().options().backends()) {
      String costs = run.name("costs", backend, ".json");
      if (run.has(costs)) {
        InPlaceRows rows =
            InPlaceRows.read(
                run.folder().file(run.name("inplace", backend, ".csv")),
                run.folder().file(run.name("reconciliation", backend, ".csv")));
        Rows own = new Rows(run, backend, disagreements);
        rows.models().forEach(own::compare);
        rows.layers().forEach(own::compare);
        compared += rows.models().size() + rows.layers().size();
      }
    }
    return compared == 0
        ? CheckResult.notChecked(name(), "nothing was timed in place")
        : CheckResult.of(
            name(),
            "%d rows of models and layers made again from the samples and the costs"
                .formatted(compared),
            disagreements);
  }

  /** The rows of a backend as they must be. */
  private static final class Rows {

    private final CostModel costs;
    private final Map<String, PlacedModel> placed;
    private final Map<List<Object>, Reconciliation.Alone> alone = new HashMap<>();
    private final List<String> disagreements;

    Rows(CheckedRun run, String backend, List<String> disagreements) {
      String file = run.name("costs", backend, ".json");
      this.costs = Json.read(run.folder().file(file), CostModel.class);
      this.placed = PlacedModel.of(records(run, backend));
      this.disagreements = disagreements;
      AloneTimes.of(run.counted(), backend)
          .forEach(one -> alone.put(List.of(one.layer(), one.precision()), one));
    }

    void compare(InPlaceRows.ModelRow row) {
      String model = "inplace.csv, the model (%s)".formatted(row.model());
      PlacedModel own = placed.get(row.model());
      if (own == null) {
        disagreements.add(model + ": inplace.jsonl has no line of it.");
        return;
      }
      compare(model, "whole_ms", row.wholeMs(), own.wholeMs());
      compare(model, "profiled_ms", row.profiledMs(), own.profiledMs());
      compare(model, "predicted_ms", row.predictedMs(), costs.predictMs(own.precisions()));
    }

    void compare(InPlaceRows.LayerRow row) {
      String layer =
          "reconciliation.csv, the layer (%s) in %s".formatted(row.layer(), row.precision());
      Reconciliation.Alone own = alone.get(List.of(row.layer(), row.precision()));
      PlacedModel uniform = placed.get(row.precision().id());
      if (own == null || uniform == null) {
        disagreements.add(layer + ": no sample of it, alone or in place.");
        return;
      }
      compare(layer, "alone_ms", row.aloneMs(), own.medianMs());
      compare(layer, "call_ms", row.callMs(), own.callMs());
      compare(layer, "alone_net_ms", row.aloneNetMs(), own.netMs());
      compare(
          layer, "in_place_ms", row.inPlaceMs(), costs.layerMs(row.layer(), uniform.precisions()));
    }

    private void compare(
        String row, String what, @Nullable Double said, @Nullable Double recomputed) {
      if (!Objects.equals(text(said), text(recomputed))) {
        disagreements.add(
            "%s: says %s = %s, and the samples and the costs give %s."
                .formatted(row, what, text(said), text(recomputed)));
      }
    }
  }

  /** The last of each model and round, as the run took them. */
  private static List<InPlaceRecord> records(CheckedRun run, String backend) {
    try {
      return InPlaceRecord.last(run.folder().file("inplace.jsonl"), backend);
    } catch (IOException e) {
      throw new InvalidInputException(
          "inplace.jsonl cannot be read (" + IoReason.of(e) + ").", "", e);
    }
  }

  /** As the files have it. */
  private static String text(@Nullable Double milliseconds) {
    return milliseconds == null ? "none" : String.format(Locale.ROOT, "%.6f", milliseconds);
  }
}
