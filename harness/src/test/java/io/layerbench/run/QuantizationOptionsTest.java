package io.layerbench.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.layerbench.backend.ActivationType;
import io.layerbench.base.Json;
import io.layerbench.base.UsageException;
import io.layerbench.quantize.CalibrationMethod;
import io.layerbench.quantize.LayerRule;
import io.layerbench.quantize.Scheme;
import io.layerbench.quantize.Symmetry;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class QuantizationOptionsTest {

  private static final List<String> WITHOUT_VNNI = List.of("avx2");

  private static QuantizationOptions options(
      @Nullable ActivationType type, @Nullable Symmetry symmetry) {
    return new QuantizationOptions(
        CalibrationMethod.MINMAX,
        false,
        QuantizationOptions.Choice.AUTO,
        Symmetry.SYMMETRIC,
        type,
        symmetry,
        false,
        null);
  }

  @ParameterizedTest
  @EnumSource(ActivationType.class)
  void theDefaultsAreTheBackendsBaseline(ActivationType backend) {
    assertThat(QuantizationOptions.defaults().scheme(backend, List.of("avx_vnni")))
        .isEqualTo(Scheme.baseline(backend));
  }

  @ParameterizedTest
  @CsvSource({
    "UINT8, , UINT8, ASYMMETRIC, true",
    "UINT8, SYMMETRIC, UINT8, SYMMETRIC, true",
    "INT8, , INT8, SYMMETRIC, true",
    "INT8, ASYMMETRIC, INT8, ASYMMETRIC, true",
    ", SYMMETRIC, UINT8, SYMMETRIC, true",
  })
  void activationsAreAsAskedOnTheCpu(
      @Nullable ActivationType asked,
      @Nullable Symmetry symmetry,
      ActivationType type,
      Symmetry expected,
      boolean reduced) {
    Scheme scheme = options(asked, symmetry).scheme(ActivationType.UINT8, WITHOUT_VNNI);
    assertThat(scheme.activationType()).isEqualTo(type);
    assertThat(scheme.activationSymmetry()).isEqualTo(expected);
    assertThat(scheme.tensorRt()).isFalse();
    assertThat(scheme.reducedRange()).isEqualTo(reduced);
  }

  @ParameterizedTest
  @CsvSource({"UINT8,", "UINT8, SYMMETRIC", "INT8, ASYMMETRIC", ", ASYMMETRIC"})
  void tensorRtRefusesZeroPoints(@Nullable ActivationType type, @Nullable Symmetry symmetry) {
    assertThatThrownBy(() -> options(type, symmetry).scheme(ActivationType.INT8, List.of()))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("zero point 0 alone");
  }

  @Test
  void allIsInTheSchemeAndInTheRecord() {
    LayerRule rule = new LayerRule("head", null, true, null, null, null);
    QuantizationOptions all =
        new QuantizationOptions(
            CalibrationMethod.MSE,
            true,
            QuantizationOptions.Choice.ON,
            Symmetry.ASYMMETRIC,
            ActivationType.INT8,
            Symmetry.ASYMMETRIC,
            true,
            new QuantizationOptions.LayerOptions("layers.json", List.of(rule)));
    assertThat(Json.parse(Json.line(all), QuantizationOptions.class, "")).isEqualTo(all);
    assertThat(all.scheme(ActivationType.UINT8, List.of()))
        .isEqualTo(
            Scheme.baseline(ActivationType.UINT8)
                .withActivations(ActivationType.INT8, Symmetry.ASYMMETRIC)
                .withCalibration(CalibrationMethod.MSE)
                .withPerChannelWeights(true)
                .withReducedRange(true)
                .withWeightSymmetry(Symmetry.ASYMMETRIC)
                .withAttention(true)
                .withLayers(List.of(rule)));
  }
}
