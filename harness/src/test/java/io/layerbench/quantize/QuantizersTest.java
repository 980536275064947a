package io.layerbench.quantize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.layerbench.backend.ActivationType;
import io.layerbench.base.ElementType;
import io.layerbench.base.InvalidInputException;
import io.layerbench.onnx.Tensors;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantizersTest {

  private final WeightQuantizer weights =
      new WeightQuantizer(new WeightScheme(8, Symmetry.SYMMETRIC, false));

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void valuesThatAreNoNumbersAreRefusedByName(float value) {
    float[] values = {1, value};
    assertThatThrownBy(() -> weights.parameters("conv.w", values, new long[] {2}, null))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("conv.w");
    QuantizationParameters bias = QuantizationParameters.perTensor(1, 0, ElementType.INT32);
    assertThatThrownBy(() -> WeightQuantizer.quantizeBias("conv.b", values, bias))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("conv.b");
  }

  @Test
  void parametersThatMeanNothingAreRefused() {
    for (float scale : new float[] {0, -1, Float.NaN, Float.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> QuantizationParameters.perTensor(scale, 0, ElementType.INT8))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> QuantizationParameters.perTensor(1, 128, ElementType.INT8))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> QuantizationParameters.perTensor(1, 256, ElementType.UINT8))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new QuantizationParameters(List.of(1f, 2f), 0, null, ElementType.INT8))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> QuantizationParameters.perTensor(1, 0, ElementType.FLOAT))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void zerosAndTheLeastNumbersHaveAScale() {
    for (float peak : new float[] {0, Float.MIN_VALUE}) {
      float[] values = {peak, -peak};
      QuantizationParameters parameters = weights.parameters("w", values, new long[] {2}, null);
      assertThat(parameters.scale(0)).isPositive();
      assertThat(weights.quantize(values, new long[] {2}, parameters)).containsOnly(0);
    }
    for (ActivationType type : ActivationType.values()) {
      assertThat(
              new ActivationQuantizer(type, Scheme.usual(type), 8)
                  .parameters(new Range(0, 0))
                  .scale(0))
          .isEqualTo(1f / (type == ActivationType.UINT8 ? 255 : 127));
    }
  }

  @Test
  void weightsPerTensorByHand() {
    float[] values = {-2.54f, 0, 0.01f, 0.03f, 1, 2.54f};
    long[] dims = {2, 3};
    QuantizationParameters parameters = weights.parameters("w", values, dims, null);
    assertThat(parameters.scale(0)).isEqualTo(0.02f, within(1e-8f));
    // 0.01 / 0.02 and 0.03 / 0.02 lie halfway: to even.
    float[] halves = {-4, -3, -1, 1, 3, 4};
    QuantizationParameters two = QuantizationParameters.perTensor(2, 0, ElementType.INT8);
    assertThat(weights.quantize(halves, dims, two)).containsExactly(-2, -2, 0, 0, 2, 2);
    assertThat(weights.quantize(values, dims, parameters)[0]).isEqualTo((byte) -127);
    assertThat(weights.quantize(values, dims, parameters)[4]).isEqualTo((byte) 50);
    assertThat(weights.quantize(values, dims, parameters)[5]).isEqualTo((byte) 127);
    assertThat(
            new WeightQuantizer(new WeightScheme(4, Symmetry.SYMMETRIC, false))
                .parameters("w", values, dims, null)
                .scale(0))
        .isEqualTo(2.54f / 7);
  }

  @Test
  void weightsPerChannelOfEitherAxis() {
    float[] values = {127, 1, 2, 254, 3, 508};
    assertThat(weights.parameters("w", values, new long[] {3, 2}, 0).scales())
        .containsExactly(1f, 2f, 4f);
    assertThat(weights.parameters("w", values, new long[] {3, 2}, 1).scales())
        .containsExactly(1f, 4f);
    assertThat(
            weights.quantize(
                values, new long[] {3, 2}, weights.parameters("w", values, new long[] {3, 2}, 1)))
        .containsExactly(127, 0, 2, 64, 3, 127);
  }

  @Test
  void roundTripIsWithinHalfAStep() {
    Random random = new Random(1);
    float[] values = new float[4096];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    for (Integer axis : new Integer[] {null, 0, 1}) {
      long[] dims = {16, 256};
      QuantizationParameters parameters = weights.parameters("w", values, dims, axis);
      float[] rounded = weights.roundTrip(values, dims, parameters);
      for (int i = 0; i < values.length; i++) {
        int channel = axis == null ? 0 : axis == 0 ? i / 256 : i % 256;
        assertThat(Math.abs(rounded[i] - values[i]))
            .isLessThanOrEqualTo(parameters.scale(channel) * 0.50001f);
      }
    }
  }

  @Test
  void biasSaturatesAndScalesGrowToFitIt() {
    QuantizationParameters tiny = QuantizationParameters.perTensor(1e-9f, 0, ElementType.INT8);
    ByteBuffer saturated =
        WeightQuantizer.quantizeBias(
            "b",
            new float[] {100, -100},
            QuantizationParameters.perTensor(1e-9f, 0, ElementType.INT32));
    assertThat(saturated.order(ByteOrder.LITTLE_ENDIAN).getInt()).isEqualTo(Integer.MAX_VALUE);
    assertThat(saturated.getInt()).isEqualTo(Integer.MIN_VALUE);
    QuantizationParameters fitting =
        WeightQuantizer.fittingBias(tiny, 0.1f, new float[] {100, -100});
    assertThat(100 / (fitting.scale(0) * 0.1)).isLessThan(Integer.MAX_VALUE);
    assertThat(WeightQuantizer.fittingBias(tiny, 0.1f, new float[] {1e-12f})).isEqualTo(tiny);
  }

  @ParameterizedTest
  @CsvSource({
    "UINT8, 0, 2.55, 0.01, 0",
    "UINT8, 1, 2.55, 0.01, 0",
    "UINT8, -1, 1.55, 0.01, 100",
    "UINT8, -2.55, -1, 0.01, 255",
    "INT8, -1.27, 0.5, 0.01, 0",
    "INT8, 0, 1.27, 0.01, 0"
  })
  void activationsByHand(ActivationType type, float min, float max, float scale, int zero) {
    QuantizationParameters parameters =
        new ActivationQuantizer(type, Scheme.usual(type), 8).parameters(new Range(min, max));
    assertThat(parameters.scale(0)).isEqualTo(scale, within(1e-7f));
    assertThat(parameters.zeroPoint(0)).isEqualTo(zero);
    assertThat(ActivationQuantizer.quantize(new float[] {0}, parameters))
        .containsExactly((byte) zero);
  }

  @Test
  void halfPrecisionByHand() {
    float[] values = {0, 1, -2, 65504, 0x1p-24f, 0x1p-25f, 1 + 0x1p-11f, 1 + 0x3p-11f};
    int[] bits = {0, 0x3c00, 0xc000, 0x7bff, 1, 0, 0x3c00, 0x3c02};
    for (int i = 0; i < values.length; i++) {
      assertThat(HalfPrecision.toBits(values[i])).isEqualTo((short) bits[i]);
    }
    assertThat(HalfPrecision.toBits(65519.9f)).isEqualTo((short) 0x7bff);
    assertThat(HalfPrecision.toBits(65520)).isEqualTo((short) 0x7c00);
    assertThat(HalfPrecision.toBits(-1e30f)).isEqualTo((short) 0xfc00);
    assertThat(HalfPrecision.toFloat(HalfPrecision.toBits(Float.NaN))).isNaN();
    for (int half = 0; half < 0x7c00; half++) {
      assertThat(HalfPrecision.toBits(HalfPrecision.toFloat((short) half))).isEqualTo((short) half);
      assertThat(HalfPrecision.toFloat((short) (half | 0x8000)))
          .isEqualTo(-HalfPrecision.toFloat((short) half));
    }
  }

  @Test
  void halfPrecisionOverflowIsNamed() {
    assertThat(HalfPrecision.obstacle(Tensors.ofFloats("w", new float[] {1, 7e4f}, 2)))
        .hasValueSatisfying(reason -> assertThat(reason).contains("(w)").contains("70000"));
    assertThat(HalfPrecision.obstacle(Tensors.ofFloats("w", new float[] {Float.NaN}, 1)))
        .isPresent();
    assertThat(HalfPrecision.obstacle(Tensors.ofFloats("w", new float[] {65504}, 1))).isEmpty();
  }
}
