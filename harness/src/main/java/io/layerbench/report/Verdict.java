package io.layerbench.report;

import io.layerbench.backend.Fp16;
import io.layerbench.run.EvaluationCsv;
import io.layerbench.run.EvaluationRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One honest line on what a run found. Two latencies whose intervals overlap are not told apart;
 * "beats" means faster without being worse by half a point of accuracy or agreement, or by 1 dB.
 */
public final class Verdict {

  private static final String INT8 = "full INT8";
  private static final String MIXED = "the mixed plan";

  private Verdict() {}

  /** The verdict on these rows: a sentence per backend, then what qualifies them. */
  public static String of(List<EvaluationRow> rows, VerdictFacts facts) {
    List<String> backends = rows.stream().map(EvaluationRow::backend).distinct().toList();
    List<String> sentences = new ArrayList<>();
    if (backends.isEmpty()) {
      sentences.add("No whole model was evaluated, so there is nothing to compare.");
    }
    for (String backend : backends) {
      String place = backends.size() == 1 ? "On this device " : "On " + backend + " ";
      List<EvaluationRow> own = rows.stream().filter(row -> row.backend().equals(backend)).toList();
      sentences.add(place + sentence(own));
      if (facts.fp16().get(backend) == Fp16.STORAGE) {
        sentences.add(
            "FP16 only saves storage " + (backends.size() == 1 ? "here." : "on " + backend + "."));
      }
    }
    if (facts.randomCalibration()) {
      sentences.add("Calibration ran on random inputs: the sensitivities mean nothing.");
    }
    if (facts.failedCases() > 0) {
      sentences.add(
          facts.failedCases() == 1 ? "One case failed." : facts.failedCases() + " cases failed.");
    }
    return String.join(" ", sentences);
  }

  private static String sentence(List<EvaluationRow> rows) {
    EvaluationRow fp32 = find(rows, EvaluationCsv.FP32);
    EvaluationRow int8 = find(rows, EvaluationCsv.INT8);
    EvaluationRow mixed = find(rows, EvaluationCsv.MIXED);
    if (fp32 == null || fp32.latencyMs() == null) {
      return "FP32 has no latency" + reason(fp32) + ", so there is nothing to compare with.";
    }
    boolean int8Timed = int8 != null && int8.latencyMs() != null;
    boolean mixedTimed = mixed != null && mixed.latencyMs() != null;
    if (int8Timed && mixedTimed) {
      return both(fp32, Objects.requireNonNull(int8), Objects.requireNonNull(mixed));
    }
    if (int8Timed) {
      return MIXED
          + " has no latency"
          + reason(mixed)
          + "; "
          + INT8
          + " is "
          + against(fp32, Objects.requireNonNull(int8))
          + ".";
    }
    if (mixedTimed) {
      return INT8
          + " has no latency"
          + reason(int8)
          + "; "
          + MIXED
          + " is "
          + against(fp32, Objects.requireNonNull(mixed))
          + ".";
    }
    return "neither %s%s nor %s%s has a latency, so only FP32 was measured (%s ms)."
        .formatted(INT8, reason(int8), MIXED, reason(mixed), Numbers.significant(fp32.latencyMs()));
  }

  private static String both(EvaluationRow fp32, EvaluationRow int8, EvaluationRow mixed) {
    String details =
        ": INT8 is " + against(fp32, int8) + ", mixed is " + against(fp32, mixed) + ".";
    if (isSlower(int8, fp32) && isSlower(mixed, fp32)) {
      return "FP32 is faster than both " + INT8 + " and " + MIXED + details;
    }
    if (Latency.same(int8, mixed)) {
      return "there is no measurable difference in latency between "
          + INT8
          + " and "
          + MIXED
          + betterQuality(int8, mixed)
          + details;
    }
    boolean int8Faster = Latency.ratio(mixed, int8) > 1;
    String winner = int8Faster ? INT8 : MIXED;
    String loser = int8Faster ? MIXED : INT8;
    Quality quality = Quality.of(int8Faster ? int8 : mixed, int8Faster ? mixed : int8);
    if (quality != null && quality.isWorse()) {
      return winner + " is faster than " + loser + ", but " + quality.worseWord() + details;
    }
    return winner + " beats " + loser + details;
  }

  private static boolean isSlower(EvaluationRow row, EvaluationRow than) {
    return !Latency.same(row, than) && Latency.ratio(row, than) > 1;
  }

  private static String betterQuality(EvaluationRow int8, EvaluationRow mixed) {
    Quality quality = Quality.of(int8, mixed);
    if (quality != null && quality.isWorse()) {
      return ", and " + INT8 + " is " + quality.worseWord();
    }
    Quality reverse = Quality.of(mixed, int8);
    if (reverse != null && reverse.isWorse()) {
      return ", and " + MIXED + " is " + reverse.worseWord();
    }
    return "";
  }

  /** Speed and quality against FP32. */
  private static String against(EvaluationRow fp32, EvaluationRow row) {
    return Latency.against(fp32, row) + Quality.against(fp32, row);
  }

  private static String reason(@Nullable EvaluationRow row) {
    if (row == null) {
      return " (not built)";
    }
    return row.failure() == null ? "" : " (" + row.failure() + ")";
  }

  private static @Nullable EvaluationRow find(List<EvaluationRow> rows, String method) {
    return rows.stream().filter(row -> row.method().equals(method)).findFirst().orElse(null);
  }
}
