package io.layerbench.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class EvaluationCsvTest {

  @Test
  void leavesMissingValuesEmpty() {
    EvaluationRow row =
        new EvaluationRow(
            EvaluationCsv.INT8, "cpu", null, null, 0, null, null, null, null, null, 0.25, "failed");
    assertThat(EvaluationCsv.text(List.of(row)))
        .isEqualTo("method,accuracy_percent,latency_ms,size_mb\r\nINT8 Full PTQ,,,0.25\r\n");
  }

  @Test
  void namesTheBackendWhereThereAreSeveral() {
    assertThat(EvaluationCsv.text(List.of(row("cpu"), row("cuda"))))
        .contains("FP32 Baseline (cpu),94.5,1.5,0.25\r\n")
        .contains("FP32 Baseline (cuda),94.5,1.5,0.25\r\n");
    assertThat(EvaluationCsv.text(List.of(row("cpu")))).contains("\nFP32 Baseline,94.5,");
  }

  private static EvaluationRow row(String backend) {
    return new EvaluationRow(
        EvaluationCsv.FP32, backend, 94.5, 189, 200, 100.0, null, 1.5, 1.4, 1.6, 0.25, null);
  }
}
