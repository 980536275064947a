package io.layerbench.quantize;

import io.layerbench.base.ElementType;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How real numbers map to integers: {@code q = round(x / scale) + zeroPoint}, saturated.
 *
 * @param scales one for the whole tensor, or one per index along the axis; finite and above 0
 * @param zeroPoints the integers that stand for 0, one per scale
 * @param axis the dimension along which the scales lie; null for one scale per tensor
 * @param elementType INT8, UINT8 or INT32
 */
public record QuantizationParameters(
    List<Float> scales, List<Integer> zeroPoints, @Nullable Integer axis, ElementType elementType) {

  public QuantizationParameters {
    scales = List.copyOf(scales);
    zeroPoints = List.copyOf(zeroPoints);
    if (scales.isEmpty() || (axis == null && scales.size() != 1)) {
      throw new IllegalArgumentException(
          "One scale per tensor or one per channel, not (" + scales.size() + ").");
    }
    if (zeroPoints.size() != scales.size()) {
      throw new IllegalArgumentException(
          "(" + zeroPoints.size() + ") zero points for (" + scales.size() + ") scales.");
    }
    if (!scales.stream().allMatch(scale -> Float.isFinite(scale) && scale > 0)) {
      throw new IllegalArgumentException("A scale in (" + scales + ") is not above 0.");
    }
    if (elementType != ElementType.INT8
        && elementType != ElementType.UINT8
        && elementType != ElementType.INT32) {
      throw new IllegalArgumentException("Nothing is quantized to (" + elementType + ").");
    }
    for (int zeroPoint : zeroPoints) {
      if (!IntegerRange.of(elementType).holds(zeroPoint)
          || (elementType == ElementType.INT32 && zeroPoint != 0)) {
        throw new IllegalArgumentException("(" + elementType + ") has no zero point " + zeroPoint);
      }
    }
  }

  /** Scales that share a zero point. */
  public QuantizationParameters(
      List<Float> scales, int zeroPoint, @Nullable Integer axis, ElementType elementType) {
    this(scales, Collections.nCopies(scales.size(), zeroPoint), axis, elementType);
  }

  /** One scale for the whole tensor. */
  public static QuantizationParameters perTensor(
      float scale, int zeroPoint, ElementType elementType) {
    return new QuantizationParameters(List.of(scale), zeroPoint, null, elementType);
  }

  /** The same integers with those scales. */
  QuantizationParameters withScales(List<Float> others) {
    return new QuantizationParameters(others, zeroPoints, axis, elementType);
  }

  /**
   * The same, stated that many times along an axis. Only for one scale per tensor.
   *
   * @param times how many indices the axis has
   */
  QuantizationParameters repeated(int times, int along) {
    return new QuantizationParameters(
        Collections.nCopies(times, scale(0)), zeroPoint(0), along, elementType);
  }

  /** One scale per tensor where all along the axis are the same; else this. */
  QuantizationParameters unrepeated() {
    boolean same =
        axis != null && new HashSet<>(scales).size() == 1 && new HashSet<>(zeroPoints).size() == 1;
    return same ? perTensor(scales.get(0), zeroPoints.get(0), elementType) : this;
  }

  /** The scale of that channel. */
  public float scale(int channel) {
    return axis == null ? scales.get(0) : scales.get(channel);
  }

  /** The zero point of that channel. */
  public int zeroPoint(int channel) {
    return axis == null ? zeroPoints.get(0) : zeroPoints.get(channel);
  }

  /** True where all channels have the zero point 0. */
  public boolean isSymmetric() {
    return zeroPoints.stream().allMatch(zeroPoint -> zeroPoint == 0);
  }
}
