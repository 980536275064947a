package io.layerbench.check;

import io.layerbench.base.InvalidInputException;
import io.layerbench.base.IoReason;
import io.layerbench.base.Json;
import io.layerbench.costs.CostModel;
import io.layerbench.costs.InPlaceRecord;
import io.layerbench.costs.InPlaceRows;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the costs add up to, for each model that was timed in place. */
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
        CostModel model = Json.read(run.folder().file(costs), CostModel.class);
        InPlaceRows rows =
            InPlaceRows.read(
                run.folder().file(run.name("inplace", backend, ".csv")),
                run.folder().file(run.name("reconciliation", backend, ".csv")));
        for (InPlaceRows.ModelRow row : rows.models()) {
          compare(row, model, records(run, backend, row.model()), disagreements);
          compared++;
        }
      }
    }
    return compared == 0
        ? CheckResult.notChecked(name(), "nothing was timed in place")
        : CheckResult.of(
            name(),
            "%d models against what their costs add up to".formatted(compared),
            disagreements);
  }

  private static void compare(
      InPlaceRows.ModelRow row,
      CostModel costs,
      List<InPlaceRecord> records,
      List<String> disagreements) {
    if (records.isEmpty()) {
      disagreements.add("inplace.jsonl has no line of the model (" + row.model() + ").");
      return;
    }
    String predicted = text(costs.predictMs(records.get(0).precisions()));
    if (!predicted.equals(text(row.predictedMs()))) {
      disagreements.add(
          "inplace.csv says that the costs of the model (%s) add up to %s ms, and they add up to %s."
              .formatted(row.model(), text(row.predictedMs()), predicted));
    }
  }

  private static List<InPlaceRecord> records(CheckedRun run, String backend, String model) {
    try {
      return InPlaceRecord.journal(run.folder().file("inplace.jsonl")).read().stream()
          .filter(one -> one.backend().equals(backend))
          .filter(one -> one.variant().equals(model) && one.succeeded())
          .toList();
    } catch (IOException e) {
      throw new InvalidInputException(
          "inplace.jsonl cannot be read (" + IoReason.of(e) + ").", "", e);
    }
  }

  private static String text(double milliseconds) {
    return String.format(Locale.ROOT, "%.6f", milliseconds);
  }
}
