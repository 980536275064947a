package io.layerbench.report;

import io.layerbench.run.EvaluationRow;
import io.layerbench.statistics.Interval;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Compares the latencies of whole models that have one. */
final class Latency {

  private Latency() {}

  /** How many times as fast b is as a. */
  static double ratio(EvaluationRow a, EvaluationRow b) {
    return ms(a) / ms(b);
  }

  /** True when the two cannot be told apart: their intervals overlap, or are equal points. */
  static boolean same(EvaluationRow a, EvaluationRow b) {
    Interval first = interval(a);
    Interval second = interval(b);
    if (first == null || second == null) {
      return ms(a) == ms(b);
    }
    return first.overlaps(second);
  }

  /** For example "2.1× faster than FP32". */
  static String against(EvaluationRow fp32, EvaluationRow row) {
    if (same(fp32, row)) {
      return "not measurably faster or slower than FP32";
    }
    double ratio = ratio(fp32, row);
    return ratio >= 1
        ? factor(ratio) + "× faster than FP32"
        : factor(1 / ratio) + "× slower than FP32";
  }

  /** One decimal, or two where one would hide the difference. */
  static String factor(double ratio) {
    return Numbers.fixed(ratio, ratio < 1.1 ? 2 : 1);
  }

  static @Nullable Interval interval(EvaluationRow row) {
    Double low = row.latencyLowMs();
    Double high = row.latencyHighMs();
    return low == null || high == null ? null : new Interval(low, high);
  }

  private static double ms(EvaluationRow row) {
    return Objects.requireNonNull(row.latencyMs());
  }
}
