package io.layerbench.check;

import io.layerbench.base.InvalidInputException;
import io.layerbench.base.IoReason;
import io.layerbench.base.Json;
import io.layerbench.costs.CostModel;
import io.layerbench.costs.InPlaceRecord;
import io.layerbench.costs.InPlaceRows;
import io.layerbench.costs.PlacedModel;
import io.layerbench.costs.PlacedRows;
import io.layerbench.costs.ProbePlans;
import io.layerbench.costs.Reconciliation;
import io.layerbench.suite.AloneTimes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was timed in place, and what the costs add up to, for each model and layer. */
final class InPlaceCheck implements Check {

  private static final String JOURNAL = "inplace.jsonl";

  @Override
  public String name() {
    return "in place";
  }

  @Override
  public CheckResult check(CheckedRun run) {
    List<String> disagreements = new ArrayList<>();
    int compared = 0;
    for (String backend : run.record().options().backends()) {
      Map<String, PlacedModel> placed = placed(run, backend);
      if (run.has(run.name("costs", backend, ".json"))) {
        compared += compare(run, backend, placed, disagreements);
      } else if (placed.containsKey(ProbePlans.FP32) && !failed(run, backend)) {
        disagreements.add(run.name("costs", backend, ".json") + " is missing.");
      }
    }
    return compared == 0 && disagreements.isEmpty()
        ? CheckResult.notChecked(name(), "nothing was timed in place")
        : CheckResult.of(
            name(),
            "%d rows of models and layers made again from the samples and the costs"
                .formatted(compared),
            disagreements);
  }

  /** A worker may have died between two rounds; the run is not at its end before that. */
  private static boolean failed(CheckedRun run, String backend) {
    String failure = "The models could not be timed in place on " + backend;
    return !run.finished()
        || run.record().warnings().stream().anyMatch(warning -> warning.startsWith(failure));
  }

  private static int compare(
      CheckedRun run, String backend, Map<String, PlacedModel> placed, List<String> disagreements) {
    String costs = run.name("costs", backend, ".json");
    String models = run.name("inplace", backend, ".csv");
    String layers = run.name("reconciliation", backend, ".csv");
    InPlaceRows said = InPlaceRows.read(run.folder().file(models), run.folder().file(layers));
    PlacedRows rows = new PlacedRows(Json.read(run.folder().file(costs), CostModel.class), placed);
    InPlaceRows again =
        new InPlaceRows(
            rows.models(name -> kernelsMs(said, name)),
            rows.layers(
                AloneTimes.of(run.counted(), backend), (alone, percent) -> cause(said, alone)));
    Difference.of(models, again.modelsText(), run.text(models)).ifPresent(disagreements::add);
    Difference.of(layers, again.layersText(), run.text(layers)).ifPresent(disagreements::add);
    return again.models().size() + again.layers().size();
  }

  /** To which layer a kernel belongs is what only the model says. */
  private static double kernelsMs(InPlaceRows said, String model) {
    return said.models().stream()
        .filter(row -> row.model().equals(model))
        .mapToDouble(InPlaceRows.ModelRow::kernelsMs)
        .findFirst()
        .orElse(0);
  }

  private static @Nullable String cause(InPlaceRows said, Reconciliation.Alone alone) {
    for (InPlaceRows.LayerRow row : said.layers()) {
      if (row.layer().equals(alone.layer()) && row.precision() == alone.precision()) {
        return row.cause();
      }
    }
    return null;
  }

  private static Map<String, PlacedModel> placed(CheckedRun run, String backend) {
    if (!run.has(JOURNAL)) {
      return Map.of();
    }
    try {
      return PlacedModel.of(InPlaceRecord.last(run.folder().file(JOURNAL), backend));
    } catch (IOException e) {
      throw new InvalidInputException(
          "%s cannot be read (%s).".formatted(JOURNAL, IoReason.of(e)), "", e);
    }
  }
}
