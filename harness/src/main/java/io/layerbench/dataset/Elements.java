package io.layerbench.dataset;

import io.layerbench.base.ElementType;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads and writes single tensor elements of any type in little-endian buffers. */
final class Elements {

  /** The element types by the name that a dataset file gives them. */
  static final Map<String, ElementType> BY_NAME = byName();

  private Elements() {}

  /** The element at that byte offset; integers above 2^53 are rounded. */
  static double get(ByteBuffer bytes, int at, ElementType type) {
    return switch (type) {
      case FLOAT -> bytes.getFloat(at);
      case DOUBLE -> bytes.getDouble(at);
      case FLOAT16 -> Half.toFloat(bytes.getShort(at));
      case UINT8 -> bytes.get(at) & 0xff;
      case INT8 -> bytes.get(at);
      case BOOL -> bytes.get(at) == 0 ? 0 : 1;
      case UINT16 -> bytes.getShort(at) & 0xffff;
      case INT16 -> bytes.getShort(at);
      case INT32 -> bytes.getInt(at);
      case UINT32 -> bytes.getInt(at) & 0xffffffffL;
      case INT64, UINT64 -> bytes.getLong(at);
    };
  }

  /** Writes an element; integer types round half to even and saturate, a NaN becomes 0 there. */
  static void put(ByteBuffer bytes, int at, ElementType type, double value) {
    switch (type) {
      case FLOAT -> bytes.putFloat(at, (float) value);
      case DOUBLE -> bytes.putDouble(at, value);
      case FLOAT16 -> bytes.putShort(at, Half.ofFloat((float) value));
      case UINT8 -> bytes.put(at, (byte) integer(value, 0, 255));
      case INT8 -> bytes.put(at, (byte) integer(value, -128, 127));
      case BOOL -> bytes.put(at, (byte) (value == 0 ? 0 : 1));
      case UINT16 -> bytes.putShort(at, (short) integer(value, 0, 65535));
      case INT16 -> bytes.putShort(at, (short) integer(value, -32768, 32767));
      case INT32 -> bytes.putInt(at, (int) integer(value, Integer.MIN_VALUE, Integer.MAX_VALUE));
      case UINT32 -> bytes.putInt(at, (int) integer(value, 0, 0xffffffffL));
      case INT64 -> bytes.putLong(at, integer(value, Long.MIN_VALUE, Long.MAX_VALUE));
      case UINT64 -> bytes.putLong(at, integer(value, 0, Long.MAX_VALUE));
    }
  }

  private static long integer(double value, long least, long most) {
    return Math.max(least, Math.min(most, (long) Math.rint(value)));
  }

  private static Map<String, ElementType> byName() {
    Map<String, ElementType> names = new LinkedHashMap<>();
    names.put("float32", ElementType.FLOAT);
    names.put("float64", ElementType.DOUBLE);
    names.put("float16", ElementType.FLOAT16);
    names.put("uint8", ElementType.UINT8);
    names.put("int8", ElementType.INT8);
    names.put("uint16", ElementType.UINT16);
    names.put("int16", ElementType.INT16);
    names.put("int32", ElementType.INT32);
    names.put("int64", ElementType.INT64);
    names.put("bool", ElementType.BOOL);
    return names;
  }
}
