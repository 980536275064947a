package io.layerbench.quantize;

import io.layerbench.base.ElementType;
import io.layerbench.onnx.Tensors;
import io.layerbench.onnx.proto.TensorProto;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/** Conversions to IEEE 754 binary16, rounding to nearest, ties to even. */
public final class HalfPrecision {

  /** From here on a number rounds to infinity: halfway between 65504 and 65536. */
  private static final float OVERFLOW = 65520f;

  private HalfPrecision() {}

  /** The 16 bits of the nearest half-precision number; infinity where it is out of range. */
  public static short toBits(float value) {
    int bits = Float.floatToRawIntBits(value);
    int sign = (bits >>> 16) & 0x8000;
    int magnitude = bits & 0x7fffffff;
    if (magnitude > 0x7f800000) {
      return (short) (sign | 0x7e00);
    }
    if (Math.abs(value) >= OVERFLOW) {
      return (short) (sign | 0x7c00);
    }
    if (Math.abs(value) < 0x1p-14f) { // subnormal: whole steps of 2^-24
      return (short) (sign | (int) Math.rint(Math.abs((double) value) * 0x1p24));
    }
    int rounded = magnitude + 0xfff + ((magnitude >>> 13) & 1);
    return (short) (sign | ((rounded - 0x38000000) >>> 13));
  }

  /** The number that 16 bits stand for, exactly. */
  public static float toFloat(short bits) {
    int sign = (bits & 0x8000) << 16;
    int exponent = (bits >>> 10) & 0x1f;
    int mantissa = bits & 0x3ff;
    if (exponent == 0) {
      float magnitude = mantissa * 0x1p-24f;
      return sign == 0 ? magnitude : -magnitude;
    }
    int wide = exponent == 31 ? 0x7f800000 : (exponent + 112) << 23;
    return Float.intBitsToFloat(sign | wide | (mantissa << 13));
  }

  /** Why a FLOAT tensor cannot be kept in half precision; empty where it can. */
  static Optional<String> obstacle(TensorProto tensor) {
    for (float value : Tensors.floats(tensor)) {
      if (!(Math.abs(value) < OVERFLOW)) {
        return Optional.of(
            "the constant ("
                + tensor.getName()
                + ") holds ("
                + value
                + "), beyond half precision's 65504");
      }
    }
    return Optional.empty();
  }

  /** Why a FLOAT tensor becomes nothing but 0 in half precision; empty where it does not. */
  static Optional<String> vanishing(TensorProto tensor) {
    boolean any = false;
    for (float value : Tensors.floats(tensor)) {
      if (toFloat(toBits(value)) != 0) {
        return Optional.empty();
      }
      any |= value != 0;
    }
    return any
        ? Optional.of(
            "the constant ("
                + tensor.getName()
                + ") is 0 in half precision, whose least number is 2^-24")
        : Optional.empty();
  }

  /** The FLOAT16 tensor of that name with the nearest values. */
  static TensorProto convert(TensorProto tensor, String name) {
    float[] values = Tensors.floats(tensor);
    ByteBuffer bytes = ByteBuffer.allocate(2 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      bytes.putShort(toBits(value));
    }
    return Tensors.of(name, ElementType.FLOAT16, bytes.flip(), WeightQuantizer.dims(tensor));
  }

  /** The FLOAT tensor with every value rounded to half precision. */
  static TensorProto roundTrip(TensorProto tensor) {
    float[] values = Tensors.floats(tensor);
    for (int i = 0; i < values.length; i++) {
      values[i] = toFloat(toBits(values[i]));
    }
    return Tensors.ofFloats(tensor.getName(), values, WeightQuantizer.dims(tensor));
  }
}
