package io.layerbench.report;

import io.layerbench.base.Precision;
import io.layerbench.run.EvaluationCsv;
import io.layerbench.run.EvaluationRow;
import io.layerbench.statistics.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the mixed plan does and brings, with counts: "INT8 for 31 of 50 layers: 2.3× faster, 3.4×
 * smaller, −0.4 points". A difference that the intervals do not show is named as such.
 */
final class Headlines {

  /** Behind a difference that one fork or few items alone say. */
  private static final String UNKNOWN = " (interval unknown)";

  private Headlines() {}

  /** A line for each backend whose mixed plan was built; empty where none was. */
  static List<String> of(List<EvaluationRow> rows) {
    List<String> backends = rows.stream().map(EvaluationRow::backend).distinct().toList();
    List<String> lines = new ArrayList<>();
    for (String backend : backends) {
      EvaluationRow fp32 = find(rows, backend, EvaluationCsv.FP32);
      EvaluationRow mixed = find(rows, backend, EvaluationCsv.MIXED);
      if (fp32 != null && mixed != null && !mixed.details().layers().isEmpty()) {
        String where = backends.size() == 1 ? "" : "On " + backend + ": ";
        lines.add(where + "Mixed plan, " + counts(mixed) + ": " + gains(fp32, mixed) + ".");
      }
    }
    return lines;
  }

  private static String counts(EvaluationRow mixed) {
    Map<String, Integer> layers = mixed.details().layers();
    int all = layers.values().stream().mapToInt(Integer::intValue).sum();
    int half = layers.getOrDefault(Precision.FP16.id(), 0);
    return "INT8 for "
        + layers.getOrDefault(Precision.INT8.id(), 0)
        + (half == 0 ? "" : " and FP16 for " + half)
        + " of "
        + all
        + " layers";
  }

  private static String gains(EvaluationRow fp32, EvaluationRow mixed) {
    List<String> gains = new ArrayList<>();
    if (fp32.latencyMs() != null && mixed.latencyMs() != null) {
      gains.add(speed(fp32, mixed));
    }
    double smaller = fp32.sizeMb() / mixed.sizeMb();
    gains.add(
        smaller >= 1
            ? Latency.factor(smaller) + "× smaller"
            : Latency.factor(1 / smaller) + "× larger");
    String accuracy = accuracy(fp32, mixed);
    if (accuracy != null) {
      gains.add(accuracy);
    }
    return String.join(", ", gains);
  }

  private static String speed(EvaluationRow fp32, EvaluationRow mixed) {
    if (Latency.same(fp32, mixed)) {
      return "not measurably faster or slower";
    }
    double ratio = Latency.ratio(fp32, mixed);
    String shown =
        ratio >= 1 ? Latency.factor(ratio) + "× faster" : Latency.factor(1 / ratio) + "× slower";
    boolean known = Latency.interval(fp32) != null && Latency.interval(mixed) != null;
    return known ? shown : shown + UNKNOWN;
  }

  private static @Nullable String accuracy(EvaluationRow fp32, EvaluationRow mixed) {
    Double base = fp32.accuracyPercent();
    Double own = mixed.accuracyPercent();
    if (base == null || own == null) {
      return null;
    }
    String points = Numbers.signed(own - base) + " points";
    Interval first = interval(fp32);
    Interval second = interval(mixed);
    if (first == null || second == null) {
      return points + UNKNOWN;
    }
    return first.overlaps(second)
        ? points + " (within the intervals of " + mixed.items() + " items)"
        : points;
  }

  private static @Nullable Interval interval(EvaluationRow row) {
    Double low = row.details().accuracyLowPercent();
    Double high = row.details().accuracyHighPercent();
    return low == null || high == null ? null : new Interval(low, high);
  }

  private static @Nullable EvaluationRow find(
      List<EvaluationRow> rows, String backend, String method) {
    return rows.stream()
        .filter(row -> row.backend().equals(backend) && row.method().equals(method))
        .findFirst()
        .orElse(null);
  }
}
