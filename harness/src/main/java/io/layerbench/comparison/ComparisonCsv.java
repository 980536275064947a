package io.layerbench.comparison;

import io.layerbench.base.Csv;
import io.layerbench.comparison.Cell.Change;
import io.layerbench.comparison.Comparison.Accuracy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** comparison.csv: a row per case and run, for other tools. */
public final class ComparisonCsv {

  private static final List<String> HEADER =
      List.of(
          "kind",
          "subject",
          "variant",
          "run",
          "name",
          "device",
          "backend",
          "threads",
          "latency_ms",
          "latency_low_ms",
          "latency_high_ms",
          "forks",
          "emulated",
          "missing",
          "compared_with",
          "ratio",
          "ratio_low",
          "ratio_high",
          "p",
          "adjusted_p",
          "verdict",
          "visible_change_percent",
          "forks_needed",
          "accuracy_percent",
          "size_mb");

  private ComparisonCsv() {}

  /** The file's text. */
  public static String text(Comparison comparison) {
    List<List<@Nullable String>> rows = new ArrayList<>();
    for (Line line : comparison.lines()) {
      for (int i = 0; i < line.cells().size(); i++) {
        rows.add(row(comparison, line, i));
      }
    }
    return Csv.text(
        List.of(
            "model_sha256=%s, noise_percent=%s, level=%s"
                .formatted(
                    comparison.modelSha256(), comparison.noisePercent(), comparison.level())),
        HEADER,
        rows);
  }

  private static List<@Nullable String> row(Comparison comparison, Line line, int index) {
    RunLine run = comparison.runs().get(index);
    Cell cell = line.cells().get(index);
    Change change = cell.change();
    Verdict verdict = change == null ? null : change.verdict();
    Accuracy accuracy = line.kind() == Line.Kind.METHOD ? accuracy(comparison, line) : null;
    return Arrays.asList(
        line.kind().name().toLowerCase(Locale.ROOT),
        line.subject(),
        line.variant(),
        run.id(),
        run.name(),
        run.device(),
        run.backend(),
        String.valueOf(run.threads()),
        text(cell.medianMs()),
        text(cell.lowMs()),
        text(cell.highMs()),
        String.valueOf(cell.forks()),
        cell.emulated(),
        cell.missing(),
        change == null ? null : run.comparedWith(),
        change == null ? null : text(change.ratio()),
        change == null ? null : text(change.ratioLow()),
        change == null ? null : text(change.ratioHigh()),
        change == null ? null : text(change.p()),
        change == null ? null : text(change.adjustedP()),
        verdict == null ? null : verdict.name().toLowerCase(Locale.ROOT),
        change == null ? null : text(change.visibleChangePercent()),
        change == null || change.forksNeeded() == null ? null : change.forksNeeded().toString(),
        accuracy == null ? null : text(accuracy.percent().get(index)),
        accuracy == null ? null : text(accuracy.sizeMb().get(index)));
  }

  private static @Nullable Accuracy accuracy(Comparison comparison, Line line) {
    return comparison.accuracies().stream()
        .filter(one -> one.method().equals(line.subject()))
        .findFirst()
        .orElse(null);
  }

  private static @Nullable String text(@Nullable Double value) {
    return value == null ? null : value.toString();
  }
}
