package io.layerbench.check;

import io.layerbench.run.EvaluationCsv;
import io.layerbench.run.EvaluationJson;
import io.layerbench.run.EvaluationRow;
import io.layerbench.run.MethodDetails;
import io.layerbench.run.MethodTimes;
import io.layerbench.run.Timing;
import io.layerbench.statistics.Interval;
import io.layerbench.statistics.Wilson;
import io.layerbench.suite.MethodVariants;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The evaluation's latencies follow from the samples, its intervals from the counts. */
final class EvaluationCheck implements Check {

  @Override
  public String name() {
    return "evaluation";
  }

  @Override
  public CheckResult check(CheckedRun run) {
    if (!run.has("evaluation.json")) {
      return run.finished()
          ? CheckResult.failed(name(), "evaluation.json is missing.")
          : CheckResult.notChecked(name(), "the run has not come to it");
    }
    List<EvaluationRow> rows = EvaluationJson.read(run.folder().file("evaluation.json"));
    List<String> disagreements = new ArrayList<>();
    Difference.of("evaluation.csv", EvaluationCsv.text(rows), run.text("evaluation.csv"))
        .ifPresent(disagreements::add);
    List<Timing> counted = run.counted();
    for (EvaluationRow row : rows) {
      Row checked = new Row(row, disagreements);
      checked.times(times(run, counted, rows, row));
      checked.accuracy();
    }
    return CheckResult.of(
        name(), "%d rows recomputed from the samples".formatted(rows.size()), disagreements);
  }

  /** The forks that a row's numbers are of: its own, or those of the method that it shares. */
  private static MethodTimes times(
      CheckedRun run, List<Timing> counted, List<EvaluationRow> rows, EvaluationRow row) {
    String same = row.details().sameAs();
    String title =
        rows.stream()
            .map(EvaluationRow::method)
            .filter(method -> method.equals(same))
            .findFirst()
            .orElse(row.method());
    return MethodTimes.of(
        counted,
        MethodVariants.SUBJECT,
        row.backend(),
        MethodVariants.of(title),
        run.record().options().batch());
  }

  private record Row(EvaluationRow row, List<String> disagreements) {

    void times(MethodTimes own) {
      MethodDetails details = row.details();
      compare("latency_ms", row.latencyMs(), own.latencyMs());
      compare("latency_low_ms", row.latencyLowMs(), own.latencyLowMs());
      compare("latency_high_ms", row.latencyHighMs(), own.latencyHighMs());
      if (details.itemsPerSecond() != null) {
        compare("items_per_second", details.itemsPerSecond(), own.itemsPerSecond());
        compare("cpu_percent", details.cpuPercent(), own.cpuPercent());
        compare("peak_memory_mb", details.peakMemoryMb(), own.peakMemoryMb());
      }
    }

    void accuracy() {
      Integer correct = row.correct();
      Double low = row.details().accuracyLowPercent();
      if (correct == null || row.accuracyPercent() == null || low == null || correct == 0) {
        return;
      }
      // All items may have labels or only some: the accuracy says how many.
      int labelled = Math.toIntExact(Math.round(100.0 * correct / row.accuracyPercent()));
      compare("accuracy_percent", row.accuracyPercent(), 100.0 * correct / labelled);
      Interval interval = Wilson.interval(correct, labelled);
      compare("accuracy_low_percent", low, 100 * interval.low());
      compare("accuracy_high_percent", row.details().accuracyHighPercent(), 100 * interval.high());
      if (labelled > row.items()) {
        disagreements.add(
            "%s was right on %d of %d labelled items, and only %d were evaluated."
                .formatted(row.method(), correct, labelled, row.items()));
      }
    }

    private void compare(String what, @Nullable Double said, @Nullable Double recomputed) {
      if (!Objects.equals(said, recomputed)) {
        disagreements.add(
            "%s on %s says %s = %s, and the samples give %s."
                .formatted(row.method(), row.backend(), what, said, recomputed));
      }
    }
  }
}
