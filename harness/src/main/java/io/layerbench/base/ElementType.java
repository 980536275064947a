package io.layerbench.base;

/** The element type of a tensor, with the number that ONNX gives it and its size. */
public enum ElementType {
  FLOAT(1, 4),
  UINT8(2, 1),
  INT8(3, 1),
  UINT16(4, 2),
  INT16(5, 2),
  INT32(6, 4),
  INT64(7, 8),
  BOOL(9, 1),
  FLOAT16(10, 2),
  DOUBLE(11, 8),
  UINT32(12, 4),
  UINT64(13, 8);

  private final int onnx;
  private final int bytes;

  ElementType(int onnx, int bytes) {
    this.onnx = onnx;
    this.bytes = bytes;
  }

  /** The value of TensorProto.DataType. */
  public int onnx() {
    return onnx;
  }

  /** Bytes per element. */
  public int bytes() {
    return bytes;
  }

  /** True where this program can hold and move tensors of that ONNX type. */
  public static boolean isSupported(int onnx) {
    for (ElementType type : values()) {
      if (type.onnx == onnx) {
        return true;
      }
    }
    return false;
  }

  /**
   * The type with that ONNX number.
   *
   * @throws InvalidInputException for strings, complex numbers and types this program does not know
   */
  public static ElementType ofOnnx(int onnx) {
    for (ElementType type : values()) {
      if (type.onnx == onnx) {
        return type;
      }
    }
    throw new InvalidInputException(
        "The element type (ONNX number " + onnx + ") is not supported.", "");
  }
}
