package io.layerbench.quantize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.layerbench.backend.ActivationType;
import io.layerbench.base.ElementType;
import io.layerbench.base.InvalidInputException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** What holds for whatever numbers quantizers are given. */
class QuantizerPropertiesTest {

  /** Half a step, and what float arithmetic adds to it over 256 steps. */
  private static final double HALF = 0.5 + 256 * 0x1p-23;

  private static final WeightScheme WEIGHTS = new WeightScheme(8, Symmetry.SYMMETRIC, false);

  private static QuantizationParameters parameters(
      ActivationQuantizer quantizer, float one, float other) {
    return quantizer.parameters(new Range(Math.min(one, other), Math.max(one, other)));
  }

  private static double roundTrip(
      float value, QuantizationParameters parameters, IntegerRange range) {
    int integer = range.quantize(value, parameters.scale(0), parameters.zeroPoint(0));
    return (integer - parameters.zeroPoint(0)) * (double) parameters.scale(0);
  }

  @Property
  void activationsHaveAScaleAndAnExactZero(
      @ForAll ActivationType type,
      @ForAll Symmetry symmetry,
      @ForAll @IntRange(min = 2, max = 8) int bits,
      @ForAll(supplier = AnyFloats.Value.class) float one,
      @ForAll(supplier = AnyFloats.Value.class) float other) {
    ActivationQuantizer quantizer = new ActivationQuantizer(type, symmetry, bits);
    QuantizationParameters parameters = parameters(quantizer, one, other);
    IntegerRange integers = quantizer.integers();

    assertThat(parameters.scale(0)).isFinite().isGreaterThanOrEqualTo(Float.MIN_NORMAL);
    assertThat(integers.holds(parameters.zeroPoint(0))).isTrue();
    assertThat(roundTrip(0, parameters, integers)).isZero();
    assertThat(roundTrip(-0f, parameters, integers)).isZero();
  }

  @Property
  void activationsComeBackWithinHalfAStep(
      @ForAll ActivationType type,
      @ForAll Symmetry symmetry,
      @ForAll @IntRange(min = 2, max = 8) int bits,
      @ForAll(supplier = AnyFloats.Tensor.class) float[] values) {
    Range range = Range.of("x", FloatBuffer.wrap(values));
    ActivationQuantizer quantizer = new ActivationQuantizer(type, symmetry, bits);
    QuantizationParameters parameters = parameters(quantizer, range.min(), range.max());
    IntegerRange integers = quantizer.integers();

    for (float value : values) {
      assertThat(Math.abs(value - roundTrip(value, parameters, integers)))
          .isLessThanOrEqualTo(HALF * parameters.scale(0));
    }
  }

  @Property
  void activationsKeepTheirOrderAndSaturate(
      @ForAll ActivationType type,
      @ForAll Symmetry symmetry,
      @ForAll @IntRange(min = 2, max = 8) int bits,
      @ForAll(supplier = AnyFloats.Tensor.class) float[] calibrated,
      @ForAll(supplier = AnyFloats.Tensor.class) float[] values) {
    Range range = Range.of("x", FloatBuffer.wrap(calibrated));
    ActivationQuantizer quantizer = new ActivationQuantizer(type, symmetry, bits);
    QuantizationParameters parameters = parameters(quantizer, range.min(), range.max());
    IntegerRange integers = quantizer.integers();
    float[] sorted = values.clone();
    Arrays.sort(sorted);

    int before = integers.lowest();
    for (float value : sorted) {
      int integer = integers.quantize(value, parameters.scale(0), parameters.zeroPoint(0));
      assertThat(integer).isBetween(before, integers.highest());
      before = integer;
    }
  }

  @Property
  void weightsComeBackWithinHalfAStepPerTensorAndPerChannel(
      @ForAll Symmetry symmetry,
      @ForAll @IntRange(min = 2, max = 8) int bits,
      @ForAll(supplier = AnyFloats.Tensor.class) float[] values) {
    WeightQuantizer quantizer = new WeightQuantizer(new WeightScheme(bits, symmetry, false));
    int lowest = -(1 << (bits - 1)) + (symmetry == Symmetry.SYMMETRIC ? 1 : 0);
    long[] dims = dims(values);
    double bound = symmetry == Symmetry.SYMMETRIC || fitsFloat(values) ? HALF : HALF + 0.5;
    for (Integer axis : new Integer[] {null, 0, 1}) {
      QuantizationParameters parameters = quantizer.parameters("w", values, dims, axis);
      byte[] integers = quantizer.quantize(values, dims, parameters);
      float[] rounded = quantizer.roundTrip(values, dims, parameters);

      for (int i = 0; i < values.length; i++) {
        int channel = channel(i, dims, axis);
        float scale = parameters.scale(channel);
        int steps = integers[i] - parameters.zeroPoint(channel);
        assertThat(scale).isFinite().isGreaterThanOrEqualTo(Float.MIN_NORMAL);
        assertThat(Math.abs((double) rounded[i] - values[i])).isLessThanOrEqualTo(bound * scale);
        assertThat(rounded[i]).isEqualTo(steps * scale);
        assertThat((int) integers[i]).isBetween(lowest, (1 << (bits - 1)) - 1);
        assertThat(steps * Math.signum(values[i])).isGreaterThanOrEqualTo(0);
      }
    }
  }

  /** Where the whole width is no float, one of its ends cannot come back and must be cut. */
  private static boolean fitsFloat(float[] values) {
    double[] all = toDoubles(values);
    double low = Math.min(0, Arrays.stream(all).min().orElse(0));
    double high = Math.max(0, Arrays.stream(all).max().orElse(0));
    return high - low <= Float.MAX_VALUE;
  }

  @Property
  void aChannelIsQuantizedAsIfItWereAlone(
      @ForAll Symmetry symmetry, @ForAll(supplier = AnyFloats.Tensor.class) float[] values) {
    WeightQuantizer quantizer = new WeightQuantizer(new WeightScheme(8, symmetry, true));
    long[] dims = dims(values);
    int inner = (int) dims[1];
    QuantizationParameters all = quantizer.parameters("w", values, dims, 0);

    for (int channel = 0; channel < dims[0]; channel++) {
      float[] alone = Arrays.copyOfRange(values, channel * inner, (channel + 1) * inner);
      QuantizationParameters own = quantizer.parameters("w", alone, new long[] {inner}, null);
      assertThat(own.scale(0)).isEqualTo(all.scale(channel));
      assertThat(own.zeroPoint(0)).isEqualTo(all.zeroPoint(channel));
    }
  }

  @Property
  void weightsThatAreNoNumbersAreRefusedByName(
      @ForAll(supplier = AnyFloats.Tensor.class) float[] values,
      @ForAll @IntRange(max = 63) int index,
      @ForAll @IntRange(max = 2) int kind) {
    float[] broken = values.clone();
    broken[index % values.length] =
        List.of(Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY).get(kind);

    assertThatThrownBy(
            () -> new WeightQuantizer(WEIGHTS).parameters("conv.w", broken, dims(broken), 0))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("(conv.w)");
    assertThatThrownBy(
            () ->
                WeightQuantizer.quantizeBias(
                    "conv.b", broken, QuantizationParameters.perTensor(1, 0, ElementType.INT32)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("(conv.b)");
  }

  @Property
  void aBiasFitsItsIntegersAndComesBackWithinHalfAStep(
      @ForAll(supplier = AnyFloats.Tensor.class) float[] bias,
      @ForAll(supplier = AnyFloats.Value.class) float weight,
      @ForAll(supplier = AnyFloats.Value.class) float input) {
    Assume.that(Math.abs(input) > 1e-10 && Math.abs(input) < 1e10);
    Assume.that(Math.abs(weight) > 1e-10 && Math.abs(weight) < 1e10);
    Assume.that(Arrays.stream(toDoubles(bias)).allMatch(b -> Math.abs(b) < 1e10));
    QuantizationParameters weights =
        new WeightQuantizer(WEIGHTS).parameters("w", new float[] {weight}, new long[] {1}, null);
    QuantizationParameters fitting = WeightQuantizer.fittingBias(weights, Math.abs(input), bias);
    QuantizationParameters parameters = WeightQuantizer.biasParameters(fitting, Math.abs(input));
    ByteBuffer integers =
        WeightQuantizer.quantizeBias("b", bias, parameters).order(ByteOrder.LITTLE_ENDIAN);

    for (float value : bias) {
      int integer = integers.getInt();
      assertThat(Math.abs((long) integer)).isLessThanOrEqualTo((1L << 30) + (1 << 8));
      assertThat(Math.abs(value - integer * (double) parameters.scale(0)))
          .isLessThanOrEqualTo(0.5001 * parameters.scale(0));
    }
  }

  /** Against a search through all 63,488 finite halves. */
  @Property
  void halvesAreTheNearestAndEvenOfTwo(@ForAll(supplier = AnyFloats.Value.class) float value) {
    float magnitude = Math.abs(value);
    Assume.that(magnitude < 65520);
    int nearest = 0;
    for (int bits = 0; bits < 0x7c00; bits++) {
      double error = Math.abs((double) value(bits) - magnitude);
      double least = Math.abs((double) value(nearest) - magnitude);
      nearest = error < least || (error == least && bits % 2 == 0) ? bits : nearest;
    }

    int sign = Float.floatToRawIntBits(value) >>> 31 << 15;
    assertThat(HalfPrecision.toBits(value)).isEqualTo((short) (sign | nearest));
    assertThat(HalfPrecision.toFloat((short) nearest)).isEqualTo(value(nearest));
  }

  /** By the definition: (1 + mantissa / 1024) · 2^(exponent − 15), and subnormal below. */
  private static float value(int half) {
    int exponent = half >> 10;
    int mantissa = half & 0x3ff;
    return exponent == 0
        ? mantissa / 1024f * 0x1p-14f
        : (1 + mantissa / 1024f) * Math.scalb(1f, exponent - 15);
  }

  @Property
  void halvesKeepTheirOrder(
      @ForAll(supplier = AnyFloats.Value.class) float one,
      @ForAll(supplier = AnyFloats.Value.class) float other) {
    float low = Math.min(one, other);
    float high = Math.max(one, other);

    assertThat(HalfPrecision.toFloat(HalfPrecision.toBits(low)))
        .isLessThanOrEqualTo(HalfPrecision.toFloat(HalfPrecision.toBits(high)));
  }

  /** Two rows where the number of values is even, else one. */
  private static long[] dims(float[] values) {
    int rows = values.length % 2 == 0 ? 2 : 1;
    return new long[] {rows, values.length / rows};
  }

  private static int channel(int index, long[] dims, Integer axis) {
    if (axis == null) {
      return 0;
    }
    return (int) (axis == 0 ? index / dims[1] : index % dims[1]);
  }

  private static double[] toDoubles(float[] values) {
    double[] doubles = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      doubles[i] = values[i];
    }
    return doubles;
  }
}
