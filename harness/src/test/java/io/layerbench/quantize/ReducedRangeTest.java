package io.layerbench.quantize;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerbench.backend.ActivationType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReducedRangeTest {

  @ParameterizedTest
  @ValueSource(strings = {"avx_vnni", "avx512_vnni", "amx_int8", "asimd"})
  void wideSumsNeedNone(String instruction) {
    ReducedRange decision = ReducedRange.decide(List.of("avx2", instruction), ActivationType.UINT8);

    assertThat(decision.reduced()).isFalse();
    assertThat(decision.reason()).contains(instruction);
  }

  @Test
  void withoutThemUnsignedActivationsNeedIt() {
    List<String> zen3 = List.of("avx", "avx2", "fma");

    assertThat(ReducedRange.decide(zen3, ActivationType.UINT8).reduced()).isTrue();
    assertThat(ReducedRange.decide(zen3, ActivationType.UINT8).reason()).contains("no VNNI");
    assertThat(ReducedRange.decide(zen3, ActivationType.INT8).reduced()).isFalse();
  }

  @Test
  void anUnknownProcessorIsSaidToBeUnknown() {
    assertThat(ReducedRange.decide(List.of(), ActivationType.UINT8).reason()).contains("not known");
  }

  @Test
  void weightsOfSevenBitsStayWithin63() {
    WeightQuantizer quantizer =
        new WeightQuantizer(
            Scheme.baseline(ActivationType.UINT8).withReducedRange(true).weights(""));
    float[] values = {-1, 0.25f, 1};
    byte[] quantized =
        quantizer.quantize(
            values, new long[] {3}, quantizer.parameters("w", values, new long[] {3}, null));

    assertThat(quantized).containsExactly(-63, 16, 63);
  }
}
