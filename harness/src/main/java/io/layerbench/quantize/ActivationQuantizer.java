package io.layerbench.quantize;

import io.layerbench.backend.ActivationType;
import io.layerbench.base.ElementType;

/**
 * The parameters of activations from their calibrated ranges, with 0 in the range so that padding
 * and ReLU are exact (Jacob et al., "Quantization and Training of Neural Networks", 2018, section
 * 3). At b bits:
 *
 * <ul>
 *   <li>Asymmetric: {@code s = (max − min) / (2^b − 1)}, {@code z = lowest + round(−min / s)},
 *       where the integers begin at 0 (UINT8) or −2^(b−1) (INT8).
 *   <li>Symmetric: {@code s = max(|min|, |max|) / (2^(b−1) − 1)}, {@code z} = 0 (INT8) or 2^(b−1)
 *       (UINT8); the lowest integer is left unused.
 * </ul>
 */
final class ActivationQuantizer {

  private final ActivationType type;
  private final Symmetry symmetry;
  private final IntegerRange integers;

  /**
   * @param bits 8, or fewer for simulation
   */
  ActivationQuantizer(ActivationType type, Symmetry symmetry, int bits) {
    this.type = type;
    this.symmetry = symmetry;
    boolean unsigned = type == ActivationType.UINT8;
    IntegerRange all = unsigned ? IntegerRange.unsigned(bits) : IntegerRange.twosComplement(bits);
    this.integers =
        symmetry == Symmetry.ASYMMETRIC ? all : new IntegerRange(all.lowest() + 1, all.highest());
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
    boolean symmetric = symmetry == Symmetry.SYMMETRIC;
    int all = integers.highest() - integers.lowest();
    int steps = symmetric ? all / 2 : all;
    double min = Math.min(range.min(), 0f);
    double max = Math.max(range.max(), 0f);
    double width = symmetric ? Math.max(-min, max) : max - min;
    if (width < Float.MIN_NORMAL * steps) {
      // Nothing but 0 was seen: any scale will do, and 0 to 1 keeps a Clip behind it redundant.
      width = 1;
      min = 0;
    }
    float scale = (float) (width / steps);
    int zeroPoint =
        symmetric
            ? (integers.lowest() + integers.highest()) / 2
            : integers.quantize((float) -min, scale, integers.lowest());
    return QuantizationParameters.perTensor(scale, zeroPoint, elementType());
  }

  /** The integers of a constant operand, as bytes. */
  static byte[] quantize(float[] values, QuantizationParameters parameters) {
    IntegerRange range = IntegerRange.of(parameters.elementType());
    byte[] quantized = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      quantized[i] = (byte) range.quantize(values[i], parameters.scale(0), parameters.zeroPoint(0));
    }
    return quantized;
  }
}
