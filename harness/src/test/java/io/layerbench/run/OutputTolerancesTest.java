package io.layerbench.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerbench.backend.Fp16;
import org.junit.jupiter.api.Test;

class OutputTolerancesTest {

  private static double of(CaseKind kind, String variant, Fp16 fp16) {
    return OutputTolerances.of(new BenchmarkCase(kind, "a", "cpu", variant), fp16);
  }

  @Test
  void followTheArithmeticAndNotTheStorage() {
    for (CaseKind kind : new CaseKind[] {CaseKind.LAYER, CaseKind.MODEL}) {
      assertThat(of(kind, "fp32", Fp16.NATIVE)).isEqualTo(OutputTolerances.FLOAT);
      assertThat(of(kind, "fp16", Fp16.STORAGE)).isEqualTo(OutputTolerances.FLOAT);
    }
    assertThat(of(CaseKind.LAYER, "fp16", Fp16.NATIVE)).isEqualTo(OutputTolerances.HALF_LAYER);
    assertThat(of(CaseKind.LAYER, "int8", Fp16.STORAGE)).isEqualTo(4 / 255.0);
  }

  @Test
  void wholeModelsMayAddUpMoreThanLayers() {
    assertThat(of(CaseKind.MODEL, "fp16", Fp16.NATIVE)).isEqualTo(OutputTolerances.HALF_MODEL);
    for (String variant : new String[] {"int8", "mixed", "latency", "int8-dynamic", "mine"}) {
      assertThat(of(CaseKind.MODEL, variant, Fp16.STORAGE)).isEqualTo(OutputTolerances.INT8_MODEL);
    }
  }
}
