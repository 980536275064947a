package io.layerbench.quantize;

import static io.layerbench.quantize.HandModels.node;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.layerbench.base.ElementType;
import io.layerbench.base.InvalidInputException;
import io.layerbench.onnx.Tensors;
import io.layerbench.onnx.proto.NodeProto;
import io.layerbench.onnx.proto.TensorProto;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Weights whose zero point is not 0, against numbers worked out by hand. */
class AsymmetricWeightsTest {

  private static WeightQuantizer quantizer(int bits, boolean perChannel) {
    return new WeightQuantizer(new WeightScheme(bits, Symmetry.ASYMMETRIC, perChannel));
  }

  /** s = (max − min) / 255, z = round(−128 − min / s), where min ≤ 0 ≤ max. */
  @ParameterizedTest
  @CsvSource({
    "-1, 1.55, 0.01, -28, -128, 127",
    "0.51, 2.55, 0.01, -128, -77, 127",
    "-2.55, -0.51, 0.01, 127, -128, 76",
    "-1.275, 1.275, 0.01, 0, -128, 127",
    "0, 5.1, 0.02, -128, -128, 127",
    "-1e-3, 1e6, 3921.5686, -128, -128, 127",
  })
  void perTensorByHand(float low, float high, float scale, int zero, int lowest, int highest) {
    float[] values = {low, 0, high};
    QuantizationParameters parameters =
        quantizer(8, false).parameters("w", values, new long[] {3}, null);
    assertThat(parameters.scale(0)).isEqualTo(scale, within(scale * 1e-6f));
    assertThat(parameters.zeroPoint(0)).isEqualTo(zero);
    assertThat(parameters.elementType()).isEqualTo(ElementType.INT8);
    assertThat(quantizer(8, false).quantize(values, new long[] {3}, parameters))
        .containsExactly((byte) lowest, (byte) zero, (byte) highest);
  }

  static Stream<Arguments> anchors() {
    NodeProto transposed = node("Gemm", "x w", "y", GraphBuilder.integer("transB", 1));
    NodeProto depthwise = node("Conv", "x w", "y", GraphBuilder.integer("group", 2));
    return Stream.of(
        Arguments.of(node("Conv", "x w", "y"), new long[] {2, 3, 1, 1}, 0),
        Arguments.of(depthwise, new long[] {2, 1, 1, 3}, 0),
        Arguments.of(node("ConvTranspose", "x w", "y"), new long[] {3, 2, 1, 1}, 1),
        Arguments.of(node("Gemm", "x w", "y"), new long[] {3, 2}, 1),
        Arguments.of(transposed, new long[] {2, 3}, 0),
        Arguments.of(node("MatMul", "x w", "y"), new long[] {3, 2}, 1),
        Arguments.of(node("MatMul", "x w", "y"), new long[] {1, 3, 2}, 2));
  }

  /** Channel 0 reaches from −1 to 1.55, channel 1 from 0 to 5.1. */
  @ParameterizedTest
  @MethodSource("anchors")
  void perChannelByHand(NodeProto anchor, long[] dims, int axis) {
    float[] values =
        axis == 0
            ? new float[] {-1, 0.105f, 1.55f, 0, 1, 5.1f}
            : new float[] {-1, 0, 0.105f, 1, 1.55f, 5.1f};
    byte[] expected =
        axis == 0
            ? new byte[] {-128, -18, 127, -128, -78, 127}
            : new byte[] {-128, -128, -18, -78, 127, 127};
    WeightQuantizer quantizer = quantizer(8, true);
    QuantizationParameters parameters = quantizer.parameters(anchor, "w", values, dims);
    assertThat(parameters.axis()).isEqualTo(axis);
    assertThat(parameters.scale(0)).isEqualTo(0.01f, within(1e-8f));
    assertThat(parameters.scale(1)).isEqualTo(0.02f, within(1e-8f));
    assertThat(parameters.zeroPoints()).containsExactly(-28, -128);
    assertThat(quantizer.quantize(values, dims, parameters)).containsExactly(expected);
    TensorProto rounded = quantizer.roundTrip(anchor, Tensors.ofFloats("w", values, dims));
    int place = axis == 0 ? 1 : 2;
    assertThat(Tensors.floats(rounded)[place]).isEqualTo(0.1f, within(1e-6f));
    // What a file with these integers stands for is the same.
    StoredConstant stored =
        StoredConstant.quantized(Tensors.ofFloats("w", values, dims), parameters);
    assertThat(Tensors.floats(stored.dequantized("w"))).isEqualTo(Tensors.floats(rounded));
  }

  /** 2.54 / 127 = 0.02; pairs of products with 255 stay below 2^15: 2 · 255 · 64 = 32640. */
  @Test
  void sevenBitsReachFromMinus64To63() {
    float[] values = {-1.28f, 0, 1.26f};
    QuantizationParameters parameters =
        quantizer(7, false).parameters("w", values, new long[] {3}, null);
    assertThat(parameters.scale(0)).isEqualTo(0.02f, within(1e-8f));
    assertThat(quantizer(7, false).quantize(values, new long[] {3}, parameters))
        .containsExactly(-64, 0, 63);
    assertThat(2 * 255 * 64).isLessThan(1 << 15);
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 7, 6, 4})
  void roundTripIsWithinHalfAStepAndMonotone(int bits) {
    Random random = new Random(bits);
    for (int round = 0; round < 50; round++) {
      float[] values = new float[64];
      double shift = random.nextGaussian();
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (shift + random.nextGaussian());
      }
      Arrays.sort(values);
      long[] dims = {values.length};
      WeightQuantizer quantizer = quantizer(bits, false);
      QuantizationParameters parameters = quantizer.parameters("w", values, dims, null);
      float[] rounded = quantizer.roundTrip(values, dims, parameters);
      for (int i = 0; i < values.length; i++) {
        assertThat(Math.abs(rounded[i] - values[i]))
            .isLessThanOrEqualTo(parameters.scale(0) * 0.501f);
        assertThat(rounded[i]).isGreaterThanOrEqualTo(rounded[Math.max(0, i - 1)]);
      }
    }
  }

  @Test
  void channelsOfZerosAndSingleElementsHaveAScale() {
    float[] values = {0, 0, 7, Float.MIN_VALUE};
    QuantizationParameters parameters =
        quantizer(8, true).parameters("w", values, new long[] {4, 1}, 0);
    assertThat(parameters.scales()).allMatch(scale -> scale > 0);
    assertThat(parameters.zeroPoints()).containsExactly(0, 0, -128, 0);
    assertThat(quantizer(8, true).quantize(values, new long[] {4, 1}, parameters))
        .containsExactly(0, 0, 127, 0);
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void valuesThatAreNoNumbersAreRefusedByName(float value) {
    assertThatThrownBy(
            () ->
                quantizer(8, false)
                    .parameters("conv.w", new float[] {1, value}, new long[] {2}, null))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("conv.w");
  }

  @Test
  void everyScaleHasAZeroPoint() {
    assertThatThrownBy(
            () ->
                new QuantizationParameters(List.of(1f, 2f), List.of(0, 1, 2), 0, ElementType.INT8))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("(3) zero points for (2) scales");
    assertThatThrownBy(
            () -> new QuantizationParameters(List.of(1f, 2f), List.of(0, 128), 0, ElementType.INT8))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("128");
  }

  /** A scale that grows for the bias keeps the zero point, so that 0 stays 0. */
  @Test
  void scalesGrowToFitTheBiasChannelByChannel() {
    QuantizationParameters tiny =
        new QuantizationParameters(List.of(1e-9f, 1f), List.of(-28, 5), 0, ElementType.INT8);
    QuantizationParameters fitting =
        WeightQuantizer.fittingBias(tiny, 0.1f, new float[] {100, 100});
    assertThat(100 / (fitting.scale(0) * 0.1)).isLessThan(Integer.MAX_VALUE);
    assertThat(fitting.scale(1)).isEqualTo(1f);
    assertThat(fitting.zeroPoints()).containsExactly(-28, 5);
  }
}
