package io.layerbench.report;

import io.layerbench.ranking.ParetoRow;
import io.layerbench.ranking.SummedSensitivity;
import io.layerbench.report.ReportView.ParetoLine;
import io.layerbench.report.ReportView.ParetoView;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The frontiers, thinned to what a reader can take in; pareto.csv has all. */
final class ParetoLines {

  /** How many plans of a frontier are shown, its knee aside. */
  static final int SHOWN = 12;

  /** How many layers are named in a cell. */
  private static final int NAMED = 3;

  private ParetoLines() {}

  static List<ParetoView> of(List<ParetoRow> rows, SummedSensitivity.Measure measure) {
    Map<String, List<ParetoRow>> byBackend = new LinkedHashMap<>();
    rows.forEach(
        row -> byBackend.computeIfAbsent(row.backend(), key -> new ArrayList<>()).add(row));
    return byBackend.entrySet().stream()
        .map(entry -> view(entry.getKey(), entry.getValue(), measure))
        .toList();
  }

  private static ParetoView view(
      String backend, List<ParetoRow> all, SummedSensitivity.Measure measure) {
    List<ParetoRow> shown = thinned(all);
    List<ParetoLine> lines = new ArrayList<>();
    for (int i = 0; i < shown.size(); i++) {
      lines.add(line(shown.get(i), i == 0 ? null : shown.get(i - 1)));
    }
    String sentence =
        "Plans that no other beats in both predicted latency and summed sensitivity (%s): "
                .formatted(measure.text())
            + (all.size() == shown.size()
                ? all.size() + ", all shown."
                : all.size() + ", " + shown.size() + " shown; pareto.csv has all.")
            + " The knee lies farthest below the line between the first and the last, both axes"
            + " scaled to 0 to 1.";
    return new ParetoView(backend, sentence, lines);
  }

  /** Evenly by their place in the frontier, its ends and its knee included. */
  private static List<ParetoRow> thinned(List<ParetoRow> all) {
    if (all.size() <= SHOWN) {
      return all;
    }
    boolean[] shown = new boolean[all.size()];
    for (int i = 0; i < SHOWN; i++) {
      shown[(int) Math.round(i * (all.size() - 1.0) / (SHOWN - 1))] = true;
    }
    List<ParetoRow> rows = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      if (shown[i] || all.get(i).knee()) {
        rows.add(all.get(i));
      }
    }
    return rows;
  }

  private static ParetoLine line(ParetoRow row, @Nullable ParetoRow before) {
    return new ParetoLine(
        Integer.toString(row.point()),
        row.knee(),
        Integer.toString(row.int8().size()),
        Numbers.significant(row.predictedLatencyMs()),
        Numbers.significant(row.sensitivity()),
        Numbers.significant(row.sizeMb()),
        before == null ? "" : changes(row.int8(), before.int8()));
  }

  private static String changes(List<String> now, List<String> before) {
    List<String> texts = new ArrayList<>();
    add(texts, "FP32: ", before.stream().filter(layer -> !now.contains(layer)).toList());
    add(texts, "INT8: ", now.stream().filter(layer -> !before.contains(layer)).toList());
    return String.join("; ", texts);
  }

  private static void add(List<String> texts, String precision, List<String> layers) {
    if (layers.isEmpty()) {
      return;
    }
    List<String> names = layers.stream().limit(NAMED).map(layer -> Name.of(layer).shown()).toList();
    int more = layers.size() - names.size();
    texts.add(precision + String.join(", ", names) + (more == 0 ? "" : " and " + more + " more"));
  }
}
