package io.layerbench.quantize;

import io.layerbench.backend.ActivationType;
import io.layerbench.base.ElementType;

/**
 * The parameters of activations from their calibrated ranges. UINT8: {@code s = (max − min) / 255},
 * {@code z = round(−min / s)}, with 0 in the range so that padding and ReLU are exact (Jacob et
 * al., "Quantization and Training of Neural Networks", 2018, section 3). INT8: {@code s =
 * max(|min|, |max|) / 127}, {@code z = 0}.
 */
final class ActivationQuantizer {

  private final ActivationType type;
  private final IntegerRange integers;

  /**
   * @param bits 8, or fewer for simulation
   */
  ActivationQuantizer(ActivationType type, int bits) {
    this.type = type;
    this.integers =
        type == ActivationType.UINT8 ? IntegerRange.unsigned(bits) : IntegerRange.signed(bits);
  }

  /** The integers that an activation may take. */
  IntegerRange integers() {
    return integers;
  }

  /** The tensor type that holds them. */
  ElementType elementType() {
    return type == ActivationType.UINT8 ? ElementType.UINT8 : ElementType.INT8;
  }

  /** Scale and zero point for values within that range. */
  QuantizationParameters parameters(Range range) {
    double min = Math.min(range.min(), 0f);
    double max = Math.max(range.max(), 0f);
    double width = type == ActivationType.UINT8 ? max - min : Math.max(-min, max);
    if (width < Float.MIN_NORMAL * integers.highest()) {
      // Nothing but 0 was seen: any scale will do, and 0 to 1 keeps a Clip behind it redundant.
      width = 1;
      max = 1;
      min = 0;
    }
    float scale = (float) (width / integers.highest());
    int zeroPoint = type == ActivationType.UINT8 ? integers.quantize((float) -min, scale, 0) : 0;
    return QuantizationParameters.perTensor(scale, zeroPoint, elementType());
  }

  /** The integers of a constant operand, as bytes. */
  static byte[] quantize(float[] values, QuantizationParameters parameters) {
    IntegerRange range = IntegerRange.of(parameters.elementType());
    byte[] quantized = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      quantized[i] = (byte) range.quantize(values[i], parameters.scale(0), parameters.zeroPoint());
    }
    return quantized;
  }
}
