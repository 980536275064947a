package io.layerbench.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerbench.run.EvaluationCsv;
import io.layerbench.run.EvaluationRow;
import io.layerbench.run.MethodDetails;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HeadlinesTest {

  private static final EvaluationRow FP32 = row(EvaluationCsv.FP32, 2.0, 90, 2, Map.of());

  @Test
  void countsAndSaysOnlyWhatIntervalsShow() {
    Map<String, Integer> plan = Map.of("int8", 31, "fp32", 19);
    assertThat(headline(row(EvaluationCsv.MIXED, 1.0, 80, 0.5, plan)))
        .isEqualTo(
            "Mixed plan, INT8 for 31 of 50 layers: 2.0× faster, 4.0× smaller, −10.0 points.");
    assertThat(headline(row(EvaluationCsv.MIXED, 2.05, 89.6, 3, plan)))
        .isEqualTo(
            "Mixed plan, INT8 for 31 of 50 layers: not measurably faster or slower, 1.5× larger,"
                + " −0.4 points (within the intervals of 1000 items).");
    assertThat(headline(row(EvaluationCsv.MIXED, 4.0, 90, 2, Map.of("fp16", 2, "fp32", 1))))
        .contains("INT8 for 0 and FP16 for 2 of 3 layers: 2.0× slower");
    assertThat(headline(row(EvaluationCsv.MIXED, null, 90, 1, plan)))
        .contains("layers: 2.0× smaller");
  }

  @Test
  void saysWhereNoIntervalShowsTheSpeed() {
    EvaluationRow mixed = row(EvaluationCsv.MIXED, 1.0, 80, 0.5, Map.of("int8", 2));
    EvaluationRow oneFork =
        new EvaluationRow(
            mixed.method(),
            mixed.backend(),
            mixed.accuracyPercent(),
            mixed.correct(),
            mixed.items(),
            null,
            null,
            mixed.latencyMs(),
            null,
            null,
            mixed.sizeMb(),
            null,
            mixed.details());
    assertThat(headline(oneFork)).contains("2.0× faster (interval unknown), 4.0× smaller, −10.0");
  }

  @Test
  void saysNothingWithoutAPlan() {
    assertThat(Headlines.of(List.of(FP32))).isEmpty();
    assertThat(Headlines.of(List.of(FP32, row(EvaluationCsv.MIXED, 1.0, 90, 1, Map.of()))))
        .isEmpty();
  }

  private static String headline(EvaluationRow mixed) {
    return Headlines.of(List.of(FP32, mixed)).get(0);
  }

  private static EvaluationRow row(
      String method,
      @Nullable Double ms,
      double accuracy,
      double sizeMb,
      Map<String, Integer> layers) {
    return new EvaluationRow(
        method,
        "cpu",
        accuracy,
        (int) (accuracy * 10),
        1000,
        null,
        null,
        ms,
        ms == null ? null : ms * 0.95,
        ms == null ? null : ms * 1.05,
        sizeMb,
        null,
        new MethodDetails(
            null,
            accuracy - 1.5,
            accuracy + 1.5,
            null,
            null,
            null,
            layers,
            null,
            null,
            null,
            Map.of(),
            null));
  }
}
