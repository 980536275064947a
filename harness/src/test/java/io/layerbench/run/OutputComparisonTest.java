package io.layerbench.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.layerbench.base.ElementType;
import io.layerbench.base.TensorData;
import io.layerbench.quantize.HalfPrecision;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class OutputComparisonTest {

  private static final Offset<Double> EXACT = Offset.offset(1e-9);

  private static TensorData floats(float... values) {
    return TensorData.ofFloats(values, values.length);
  }

  private static TensorData bytes(ElementType type, int... values) {
    TensorData data = TensorData.allocate(type, values.length);
    ByteBuffer target = data.bytes().duplicate();
    for (int value : values) {
      target.put((byte) value);
    }
    return data;
  }

  private static OutputDeviation compare(TensorData expected, TensorData actual, double tolerance) {
    return OutputComparison.of(Map.of("y", expected), Map.of("y", actual), tolerance);
  }

  private static void refused(ThrowingCallable comparison, String... words) {
    assertThatThrownBy(comparison)
        .isInstanceOf(InvalidOutputException.class)
        .hasMessageContainingAll(words);
  }

  @Test
  void aDeviationIsAShareOfTheLargestValueExpected() {
    OutputDeviation found = compare(floats(-8, 2, 0), floats(-8, 2, 0.5f), 0.1);
    assertThat(found.deviation()).isCloseTo(0.0625, EXACT);
    assertThat(found.tolerance()).isEqualTo(0.1);
    refused(
        () -> compare(floats(-8, 2, 0), floats(-8, 2, 0.5f), 0.06),
        "(y) is 0.5 at element 2",
        "is 0.0;",
        "6.00%");
  }

  @Test
  void whereOnlyZerosAreExpectedItIsAbsolute() {
    assertThat(compare(floats(0, 0), floats(0, 1e-6f), 1e-5).deviation())
        .isCloseTo(1e-6, Offset.offset(1e-12));
    refused(() -> compare(floats(0, 0), floats(0, 1), 0.5), "is 1.0 at element 1");
  }

  @Test
  void eightBitIntegersAreCountedInLevels() {
    for (ElementType type : List.of(ElementType.UINT8, ElementType.INT8)) {
      OutputDeviation found = compare(bytes(type, 3, 200, -1), bytes(type, 4, 198, -1), 0.1);
      assertThat(found.deviation()).as(type.name()).isCloseTo(2 / 255.0, EXACT);
    }
    refused(
        () -> compare(bytes(ElementType.UINT8, 0), bytes(ElementType.UINT8, 255), 0.1),
        "is 255.0",
        "is 0.0");
  }

  @Test
  void halvesAndDoublesAreCompared() {
    TensorData one = TensorData.allocate(ElementType.FLOAT16, 1);
    one.bytes().duplicate().order(one.bytes().order()).putShort(HalfPrecision.toBits(1));
    TensorData more = TensorData.allocate(ElementType.FLOAT16, 1);
    more.bytes().duplicate().order(one.bytes().order()).putShort(HalfPrecision.toBits(1.25f));
    assertThat(compare(one, more, 0.3).deviation()).isCloseTo(0.25, EXACT);
    TensorData wide = TensorData.allocate(ElementType.DOUBLE, 1);
    wide.bytes().duplicate().order(wide.bytes().order()).putDouble(2);
    assertThat(compare(wide, wide, 0.1).deviation()).isZero();
  }

  @Test
  void whatIsNotFiniteIsInvalidUnlessTheSimulationIsInfiniteToo() {
    refused(() -> compare(floats(1, 2), floats(1, Float.NaN), 10), "(y) is NaN at element 1");
    refused(() -> compare(floats(1), floats(Float.NEGATIVE_INFINITY), 1e9), "is -Infinity");
    refused(() -> compare(floats(Float.NaN), floats(Float.NaN), 10), "NaN");
    refused(() -> compare(floats(Float.POSITIVE_INFINITY), floats(1), 10), "is Infinity;");
    refused(
        () -> compare(floats(Float.POSITIVE_INFINITY), floats(Float.NEGATIVE_INFINITY), 10),
        "is -Infinity");
    float masked = Float.NEGATIVE_INFINITY;
    assertThat(compare(floats(masked, 4), floats(masked, 3), 0.5).deviation())
        .isCloseTo(0.25, EXACT);
  }

  @Test
  void anotherShapeOrTypeIsInvalidAndSoIsAMissingOutput() {
    refused(
        () -> compare(TensorData.ofFloats(new float[6], 2, 3), floats(new float[6]), 10),
        "(y) is FLOAT[6] instead of FLOAT[2, 3]");
    refused(
        () -> compare(bytes(ElementType.INT8, 1), bytes(ElementType.UINT8, 1), 10),
        "UINT8[1] instead of INT8[1]");
    refused(
        () -> OutputComparison.of(Map.of("y", floats(1)), Map.of("z", floats(1)), 10),
        "no output (y)");
  }

  @Test
  void wholeNumbersAreEqualInFloatAndOfCoarserPrecisionsTypeAndShapeAreCompared() {
    TensorData some = TensorData.allocate(ElementType.INT64, 2);
    TensorData other = TensorData.allocate(ElementType.INT64, 2);
    other.bytes().duplicate().put(Long.BYTES, (byte) 1);
    assertThat(compare(some, some, OutputTolerances.FLOAT).deviation()).isZero();
    refused(
        () -> compare(some, other, OutputTolerances.FLOAT), "(y) differs", "1 of 2 whole numbers");
    assertThat(compare(some, other, 0.1).deviation()).isNull();
    for (ElementType type : List.of(ElementType.BOOL, ElementType.INT32, ElementType.UINT16)) {
      TensorData none = TensorData.allocate(type, 3);
      TensorData one = TensorData.allocate(type, 3);
      one.bytes().duplicate().put(0, (byte) 1);
      refused(() -> compare(none, one, OutputTolerances.FLOAT), "1 of 3 whole numbers");
    }
    refused(
        () -> compare(some, TensorData.allocate(ElementType.INT64, 3), 0.1), "INT64[3] instead of");
  }

  @Test
  void theWorstOutputCounts() {
    OutputDeviation found =
        OutputComparison.of(
            Map.of("a", floats(1), "b", floats(1), "c", TensorData.allocate(ElementType.BOOL, 1)),
            Map.of(
                "a",
                floats(1.25f),
                "b",
                floats(1.5f),
                "c",
                TensorData.allocate(ElementType.BOOL, 1)),
            1);
    assertThat(found.deviation()).isCloseTo(0.5, EXACT);
  }
}
