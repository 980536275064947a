package io.layerbench.quantize;

import io.layerbench.base.ElementType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How real numbers map to integers: {@code q = round(x / scale) + zeroPoint}, saturated.
 *
 * @param scales one for the whole tensor, or one per index along the axis; finite and above 0
 * @param zeroPoint the integer that stands for 0, the same along the axis
 * @param axis the dimension along which the scales lie; null for one scale per tensor
 * @param elementType INT8, UINT8 or INT32
 */
public record QuantizationParameters(
    List<Float> scales, int zeroPoint, @Nullable Integer axis, ElementType elementType) {

  public QuantizationParameters {
    scales = List.copyOf(scales);
    if (scales.isEmpty() || (axis == null && scales.size() != 1)) {
      throw new IllegalArgumentException(
          "One scale per tensor or one per channel, not (" + scales.size() + ").");
    }
    if (!scales.stream().allMatch(scale -> Float.isFinite(scale) && scale > 0)) {
      throw new IllegalArgumentException("A scale in (" + scales + ") is not above 0.");
    }
    if (elementType != ElementType.INT8
        && elementType != ElementType.UINT8
        && elementType != ElementType.INT32) {
      throw new IllegalArgumentException("Nothing is quantized to (" + elementType + ").");
    }
    if (!IntegerRange.of(elementType).holds(zeroPoint)
        || (elementType == ElementType.INT32 && zeroPoint != 0)) {
      throw new IllegalArgumentException("(" + elementType + ") has no zero point " + zeroPoint);
    }
  }

  /** One scale for the whole tensor. */
  public static QuantizationParameters perTensor(
      float scale, int zeroPoint, ElementType elementType) {
    return new QuantizationParameters(List.of(scale), zeroPoint, null, elementType);
  }

  /** The scale of that channel. */
  public float scale(int channel) {
    return axis == null ? scales.get(0) : scales.get(channel);
  }
}
