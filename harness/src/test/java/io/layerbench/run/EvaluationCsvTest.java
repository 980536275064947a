package io.layerbench.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.layerbench.onnx.ParameterUse;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EvaluationCsvTest {

  private static final String HEADER =
      "method,accuracy_percent,latency_ms,size_mb,accuracy_low_percent,accuracy_high_percent,"
          + "latency_low_ms,latency_high_ms,predicted_latency_ms,predicted_error_percent,"
          + "int8_layers,fp16_layers,fp32_layers,items_per_second,loss,loss_of,cpu_percent,"
          + "peak_memory_mb,bytes,nonzero,same_as\r\n";

  @Test
  void leavesMissingValuesEmpty() {
    EvaluationRow row =
        new EvaluationRow(
            EvaluationCsv.INT8,
            "cpu",
            null,
            null,
            0,
            null,
            null,
            null,
            null,
            null,
            0.25,
            "failed",
            MethodDetails.NONE);
    assertThat(EvaluationCsv.text(List.of(row)))
        .isEqualTo(HEADER + "INT8 Full PTQ,,,0.25" + ",".repeat(17) + "\r\n");
  }

  @Test
  void saysAllThatIsKnown() {
    assertThat(EvaluationCsv.text(List.of(full())))
        .isEqualTo(
            HEADER
                + "Mixed-Precision,94.5,1.5,0.25,90.0,97.0,1.4,1.6,1.125,-25.0,3,1,0,666.0,0.125,"
                + "logits,98.5,120.5,float=56;int8=1234,float=14;int8=1200,\r\n");
  }

  @Test
  void anEnergyIsAColumnOnlyWhereOneIsKnown() {
    String text = EvaluationCsv.text(List.of(full(12.5), row("cpu")));

    assertThat(text.lines().toList())
        .satisfiesExactly(
            header -> assertThat(header).endsWith(",same_as,energy_mj"),
            known -> assertThat(known).endsWith(",12.5"),
            unknown -> assertThat(unknown).endsWith(",,"));
  }

  @Test
  void aMethodOfTheSamePlanSharesTheNumbersAndKeepsItsOwnPrediction() {
    EvaluationRow shared = full().sharedWith("Optimal", Map.of("int8", 3), 1.65);
    assertThat(shared.method()).isEqualTo("Optimal");
    assertThat(shared.details().sameAs()).isEqualTo("Mixed-Precision");
    assertThat(shared.latencyMs()).isEqualTo(1.5);
    assertThat(shared.details().loss()).isEqualTo(0.125);
    assertThat(shared.predictedErrorPercent()).isEqualTo(10, within(1e-9));
    assertThat(EvaluationCsv.text(List.of(shared))).contains("Optimal,94.5", ",Mixed-Precision\r");
    assertThat(row("cpu").predictedErrorPercent()).isNull();
  }

  static EvaluationRow full() {
    return full(null);
  }

  private static EvaluationRow full(@Nullable Double energyMj) {
    return new EvaluationRow(
        EvaluationCsv.MIXED,
        "cpu",
        94.5,
        189,
        200,
        99.0,
        31.5,
        1.5,
        1.4,
        1.6,
        0.25,
        null,
        new MethodDetails(
            null,
            90.0,
            97.0,
            0.125,
            "logits",
            1.125,
            Map.of("int8", 3, "fp16", 1, "fp32", 0),
            666.0,
            98.5,
            120.5,
            Map.of("int8", new ParameterUse(1234, 1200), "float", new ParameterUse(56, 14)),
            energyMj));
  }

  @Test
  void namesTheBackendWhereThereAreSeveral() {
    assertThat(EvaluationCsv.text(List.of(row("cpu"), row("cuda"))))
        .contains("FP32 Baseline (cpu),94.5,1.5,0.25,,,1.4,1.6,")
        .contains("FP32 Baseline (cuda),94.5,1.5,0.25,,,1.4,1.6,");
    assertThat(EvaluationCsv.text(List.of(row("cpu")))).contains("\nFP32 Baseline,94.5,");
  }

  private static EvaluationRow row(String backend) {
    return new EvaluationRow(
        EvaluationCsv.FP32,
        backend,
        94.5,
        189,
        200,
        100.0,
        null,
        1.5,
        1.4,
        1.6,
        0.25,
        null,
        MethodDetails.NONE);
  }
}
