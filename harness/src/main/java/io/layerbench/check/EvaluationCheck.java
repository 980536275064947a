package io.layerbench.check;

import io.layerbench.base.Precision;
import io.layerbench.run.CaseKind;
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
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
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
      Row checked = new Row(row, run.isCurrent(), disagreements);
      checked.times(times(run, counted, rows, row));
      checked.accuracy();
    }
    missing(counted, rows).forEach(disagreements::add);
    labelled(rows).ifPresent(disagreements::add);
    return CheckResult.of(
        name(), "%d rows recomputed from the samples".formatted(rows.size()), disagreements);
  }

  /** Whole models that were timed and have no row; the uniform FP16 one is no method. */
  private static List<String> missing(List<Timing> counted, List<EvaluationRow> rows) {
    Set<List<String>> known = new HashSet<>();
    rows.forEach(row -> known.add(List.of(row.backend(), MethodVariants.of(row.method()))));
    return counted.stream()
        .filter(timing -> timing.kind() == CaseKind.MODEL && timing.succeeded())
        .filter(timing -> !timing.variant().equals(Precision.FP16.id()))
        .filter(timing -> !known.contains(List.of(timing.backend(), timing.variant())))
        .map(Timing::caseId)
        .distinct()
        .map(id -> "%s was timed and has no row in evaluation.json.".formatted(id))
        .toList();
  }

  /** All rows are of the same items, of which as many have labels. */
  private static Optional<String> labelled(List<EvaluationRow> rows) {
    SortedSet<Integer> counts = new TreeSet<>();
    for (EvaluationRow row : rows) {
      Integer correct = row.correct();
      Double accuracy = row.accuracyPercent();
      if (correct != null && accuracy != null && correct > 0) {
        counts.add(labelled(correct, accuracy));
      }
    }
    return counts.size() > 1
        ? Optional.of(
            "Accuracies are of %s labelled items: all methods see the same ones.".formatted(counts))
        : Optional.empty();
  }

  /** All items may have labels or only some: the accuracy says how many. */
  private static int labelled(int correct, double accuracyPercent) {
    return Math.toIntExact(Math.round(100.0 * correct / accuracyPercent));
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

  private record Row(EvaluationRow row, boolean current, List<String> disagreements) {

    void times(MethodTimes own) {
      MethodDetails details = row.details();
      compare("latency_ms", row.latencyMs(), own.latencyMs());
      compare("latency_low_ms", row.latencyLowMs(), own.latencyLowMs());
      compare("latency_high_ms", row.latencyHighMs(), own.latencyHighMs());
      // Runs of earlier programs have none of the three.
      if (current
          || Stream.of(details.itemsPerSecond(), details.cpuPercent(), details.peakMemoryMb())
              .anyMatch(Objects::nonNull)) {
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
      int labelled = labelled(correct, row.accuracyPercent());
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
