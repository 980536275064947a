package io.layerbench.run;

import io.layerbench.base.ElementType;
import io.layerbench.base.TensorData;
import io.layerbench.quantize.HalfPrecision;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Compares what a fork computed with what its precision's simulation gives. A deviation is a share
 * of the output's range: of the largest absolute value expected, and for 8-bit integers of 255
 * levels. Infinite is right only where the simulation is infinite as well; NaN never is. Of wider
 * integers and booleans it is the share that differs, where the arithmetic is that of 32-bit
 * floats; a coarser one decides near ties, such as between two classes, in another way.
 */
public final class OutputComparison {

  private static final double LEVELS = 255;

  private OutputComparison() {}

  /**
   * The largest deviation.
   *
   * @param tolerance the most that is rounding
   * @throws InvalidOutputException naming the element, when it is more, when an output is missing,
   *     has another type or shape, or is not finite
   */
  public static OutputDeviation of(
      Map<String, TensorData> expected, Map<String, TensorData> actual, double tolerance) {
    Double largest = null;
    for (Map.Entry<String, TensorData> entry : expected.entrySet()) {
      String name = entry.getKey();
      TensorData data = actual.get(name);
      if (data == null) {
        throw new InvalidOutputException("There is no output (" + name + ").");
      }
      checkType(name, entry.getValue(), data);
      Double deviation = deviation(name, entry.getValue(), data, tolerance);
      if (deviation != null) {
        largest = largest == null ? deviation : Math.max(largest, deviation);
      }
    }
    return new OutputDeviation(largest, tolerance);
  }

  private static void checkType(String name, TensorData expected, TensorData actual) {
    if (actual.type() != expected.type() || !Arrays.equals(actual.shape(), expected.shape())) {
      throw new InvalidOutputException(
          "The output (%s) is %s instead of %s.".formatted(name, actual, expected));
    }
  }

  private static @Nullable Double deviation(
      String name, TensorData expected, TensorData actual, double tolerance) {
    IntToDoubleFunction wanted = values(expected);
    IntToDoubleFunction got = values(actual);
    if (wanted == null || got == null) {
      return tolerance > OutputTolerances.FLOAT
          ? null
          : differing(name, expected, actual, tolerance);
    }
    int n = Math.toIntExact(expected.elements());
    double range = range(expected.type(), wanted, n);
    double largest = 0;
    for (int i = 0; i < n; i++) {
      double difference = difference(wanted.applyAsDouble(i), got.applyAsDouble(i)) / range;
      if (!(difference <= tolerance)) {
        throw new InvalidOutputException(
            "The output (%s) is %s at element %d, where the simulation of its precision is %s; up to %.3g%% of the output's range (%s) is rounding."
                .formatted(
                    name,
                    (float) got.applyAsDouble(i),
                    i,
                    (float) wanted.applyAsDouble(i),
                    100 * tolerance,
                    (float) range));
      }
      largest = Math.max(largest, difference);
    }
    return largest;
  }

  private static double differing(
      String name, TensorData expected, TensorData actual, double tolerance) {
    int n = Math.toIntExact(expected.elements());
    ByteBuffer wanted = expected.bytes().duplicate().rewind();
    ByteBuffer got = actual.bytes().duplicate().rewind();
    int width = n == 0 ? 0 : wanted.limit() / n;
    int differing = 0;
    for (int i = 0; i < n; i++) {
      if (!wanted.slice(i * width, width).equals(got.slice(i * width, width))) {
        differing++;
      }
    }
    if (differing > tolerance * n) {
      throw new InvalidOutputException(
          "The output (%s) differs from the simulation of its precision in %d of %d whole numbers."
              .formatted(name, differing, n));
    }
    return n == 0 ? 0 : (double) differing / n;
  }

  private static double difference(double wanted, double got) {
    if (Double.isInfinite(wanted) && wanted == got) {
      return 0;
    }
    return Double.isFinite(wanted) && Double.isFinite(got) ? Math.abs(wanted - got) : Double.NaN;
  }

  /** 1 where the simulation is nothing but 0: what is left is absolute. */
  private static double range(ElementType type, IntToDoubleFunction wanted, int n) {
    if (type == ElementType.UINT8 || type == ElementType.INT8) {
      return LEVELS;
    }
    double peak = 0;
    for (int i = 0; i < n; i++) {
      double value = Math.abs(wanted.applyAsDouble(i));
      peak = Double.isFinite(value) ? Math.max(peak, value) : peak;
    }
    return peak > 0 ? peak : 1;
  }

  /** Null for wider integers: an index, for example, is right or another one, not near. */
  private static @Nullable IntToDoubleFunction values(TensorData data) {
    ByteBuffer bytes = data.bytes().duplicate().order(ByteOrder.LITTLE_ENDIAN).rewind();
    return switch (data.type()) {
      case FLOAT -> i -> bytes.getFloat(i * Float.BYTES);
      case DOUBLE -> i -> bytes.getDouble(i * Double.BYTES);
      case FLOAT16 -> i -> HalfPrecision.toFloat(bytes.getShort(i * Short.BYTES));
      case UINT8 -> i -> Byte.toUnsignedInt(bytes.get(i));
      case INT8 -> bytes::get;
      case UINT16, INT16, INT32, INT64, BOOL, UINT32, UINT64 -> null;
    };
  }
}
