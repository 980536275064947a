package io.layerbench.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerbench.backend.Fp16;
import io.layerbench.run.EvaluationCsv;
import io.layerbench.run.EvaluationRow;
import io.layerbench.run.MethodDetails;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class VerdictTest {

  private static final VerdictFacts NOTHING = new VerdictFacts(Map.of(), false, 0);
  private static final EvaluationRow FP32 = row(EvaluationCsv.FP32, 2.0, 90.0);

  @Test
  void saysWhatIsMissing() {
    assertThat(Verdict.of(List.of(), NOTHING)).contains("nothing to compare");
    assertThat(Verdict.of(List.of(row(EvaluationCsv.FP32, null, 90.0)), NOTHING))
        .isEqualTo(
            "On this device FP32 has no latency (crashed), so there is nothing to compare with.");
    assertThat(Verdict.of(List.of(FP32), NOTHING))
        .isEqualTo(
            "On this device neither full INT8 (not built) nor the mixed plan (not built) has a"
                + " latency, so only FP32 was measured (2.00 ms).");
    assertThat(verdict(row(EvaluationCsv.INT8, 1.0, 90.0)))
        .contains("the mixed plan has no latency (not built); full INT8 is 2.0× faster than FP32");
    assertThat(verdict(row(EvaluationCsv.INT8, null, null), row(EvaluationCsv.MIXED, 4.0, 90.0)))
        .contains("full INT8 has no latency (crashed); the mixed plan is 2.0× slower than FP32");
  }

  @Test
  void saysSoWhenFullInt8BeatsThePlan() {
    assertThat(verdict(row(EvaluationCsv.INT8, 1.0, 89.7), row(EvaluationCsv.MIXED, 1.5, 90.0)))
        .isEqualTo(
            "On this device full INT8 beats the mixed plan: INT8 is 2.0× faster than FP32 at −0.3"
                + " points, mixed is 1.3× faster than FP32 at ±0.0 points.");
  }

  @Test
  void doesNotCallABargainWhatCostsAccuracy() {
    assertThat(verdict(row(EvaluationCsv.INT8, 1.0, 85.0), row(EvaluationCsv.MIXED, 1.5, 89.9)))
        .contains("full INT8 is faster than the mixed plan, but less accurate:");
    assertThat(verdict(row(EvaluationCsv.INT8, 1.5, 89.9), row(EvaluationCsv.MIXED, 1.0, 85.0)))
        .contains("the mixed plan is faster than full INT8, but less accurate:");
  }

  @Test
  void findsNoDifferenceWhereIntervalsOverlap() {
    assertThat(verdict(row(EvaluationCsv.INT8, 1.0, 89.9), row(EvaluationCsv.MIXED, 1.05, 89.9)))
        .contains("no measurable difference in latency between full INT8 and the mixed plan:");
    assertThat(verdict(row(EvaluationCsv.INT8, 1.0, 80.0), row(EvaluationCsv.MIXED, 1.05, 89.9)))
        .contains("the mixed plan, and full INT8 is less accurate:");
    assertThat(verdict(row(EvaluationCsv.INT8, 1.0, 89.9), row(EvaluationCsv.MIXED, 2.05, 89.9)))
        .contains("mixed is not measurably faster or slower than FP32");
  }

  @Test
  void saysWhenThePlanWins() {
    assertThat(verdict(row(EvaluationCsv.INT8, 1.5, 89.9), row(EvaluationCsv.MIXED, 1.0, 89.9)))
        .contains("the mixed plan beats full INT8:");
  }

  @Test
  void namesNoWinnerThatIsSlowerThanFp32() {
    assertThat(verdict(row(EvaluationCsv.INT8, 6.0, 90.0), row(EvaluationCsv.MIXED, 4.0, 90.0)))
        .isEqualTo(
            "On this device FP32 is faster than both full INT8 and the mixed plan: INT8 is 3.0×"
                + " slower than FP32 at ±0.0 points, mixed is 2.0× slower than FP32 at ±0.0"
                + " points.");
    assertThat(verdict(row(EvaluationCsv.INT8, 6.0, 90.0), row(EvaluationCsv.MIXED, 2.05, 90.0)))
        .contains("the mixed plan beats full INT8:");
  }

  @Test
  void speaksOfAgreementOrPsnrWithoutLabels() {
    assertThat(verdict(unlabelled(99.0), row(EvaluationCsv.MIXED, 1.5, null)))
        .contains("agrees with it on 99.0% of the items");
    assertThat(verdict(unlabelled(null), row(EvaluationCsv.MIXED, 1.5, null)))
        .contains("with an output PSNR of 31.0 dB")
        .contains("mixed is 1.3× faster than FP32, its accuracy unknown");
  }

  @Test
  void addsWhatQualifiesIt() {
    VerdictFacts facts = new VerdictFacts(Map.of("cpu", Fp16.STORAGE), true, 2);
    assertThat(Verdict.of(List.of(FP32), facts))
        .endsWith(
            "FP16 only saves storage here. Calibration ran on random inputs: the sensitivities mean"
                + " nothing. 2 cases failed.");
    assertThat(Verdict.of(List.of(FP32), new VerdictFacts(Map.of("cpu", Fp16.NATIVE), false, 1)))
        .doesNotContain("storage")
        .endsWith("One case failed.");
  }

  private static String verdict(EvaluationRow... rows) {
    List<EvaluationRow> all = new ArrayList<>(List.of(FP32));
    all.addAll(List.of(rows));
    return Verdict.of(all, NOTHING);
  }

  private static EvaluationRow unlabelled(@Nullable Double agreement) {
    return new EvaluationRow(
        EvaluationCsv.INT8,
        "cpu",
        null,
        null,
        50,
        agreement,
        31.0,
        1.0,
        0.95,
        1.05,
        1,
        null,
        MethodDetails.NONE);
  }

  private static EvaluationRow row(
      String method, @Nullable Double latencyMs, @Nullable Double accuracy) {
    return new EvaluationRow(
        method,
        "cpu",
        accuracy,
        null,
        100,
        null,
        null,
        latencyMs,
        latencyMs == null ? null : (Double) (latencyMs * 0.95),
        latencyMs == null ? null : (Double) (latencyMs * 1.05),
        1,
        latencyMs == null ? "crashed" : null,
        MethodDetails.NONE);
  }
}
