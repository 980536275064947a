package io.layerbench.onnx;

import io.layerbench.base.InvalidInputException;
import io.layerbench.onnx.proto.TensorProto;
import io.layerbench.onnx.proto.TensorProto.DataType;

/** Checks that a tensor's dimensions are possible and that its data has the size they announce. */
final class TensorChecks {

  private static final String DAMAGED = "the file is damaged.";

  private TensorChecks() {}

  /** The number of elements; refuses negative dimensions and products beyond 64 bits. */
  static long elements(TensorProto tensor) {
    long elements = 1;
    for (long dim : tensor.getDimsList()) {
      if (dim < 0) {
        throw new InvalidInputException(
            "The tensor (%s) has a negative dimension (%s)."
                .formatted(tensor.getName(), tensor.getDimsList()),
            DAMAGED);
      }
      try {
        elements = Math.multiplyExact(elements, dim);
      } catch (ArithmeticException e) {
        throw tooLarge(tensor, e);
      }
    }
    return elements;
  }

  /**
   * The number of bytes that the data takes in raw form, at most 2 GiB; 4-bit types are packed in
   * pairs.
   */
  static int rawBytes(TensorProto tensor) {
    long elements = elements(tensor);
    try {
      return Math.toIntExact(ceilDiv(Math.multiplyExact(elements, bits(tensor)), 8));
    } catch (ArithmeticException e) {
      throw tooLarge(tensor, e);
    }
  }

  private static InvalidInputException tooLarge(TensorProto tensor, Throwable cause) {
    return new InvalidInputException(
        "The tensor (%s) announces more than 2 GiB of data (dimensions %s)."
            .formatted(tensor.getName(), tensor.getDimsList()),
        DAMAGED,
        cause);
  }

  /** For dividends that are not negative; the sum cannot overflow as it is not formed. */
  private static long ceilDiv(long dividend, int divisor) {
    return dividend / divisor + (dividend % divisor == 0 ? 0 : 1);
  }

  private static int bits(TensorProto tensor) {
    return switch (type(tensor)) {
      case FLOAT, INT32, UINT32 -> 32;
      case UINT8, INT8, BOOL, FLOAT8E4M3FN, FLOAT8E4M3FNUZ, FLOAT8E5M2, FLOAT8E5M2FNUZ -> 8;
      case UINT16, INT16, FLOAT16, BFLOAT16 -> 16;
      case INT64, UINT64, DOUBLE, COMPLEX64 -> 64;
      case COMPLEX128 -> 128;
      case UINT4, INT4, FLOAT4E2M1 -> 4;
      case STRING, UNDEFINED ->
          throw new InvalidInputException(
              "The tensor (%s) of type (%s) cannot be stored as raw bytes."
                  .formatted(tensor.getName(), type(tensor)),
              DAMAGED);
    };
  }

  private static DataType type(TensorProto tensor) {
    DataType type = DataType.forNumber(tensor.getDataType());
    if (type == null || type == DataType.UNDEFINED) {
      throw new InvalidInputException(
          "The tensor (%s) has an unknown data type (%d)."
              .formatted(tensor.getName(), tensor.getDataType()),
          "the file is damaged, or newer than this program.");
    }
    return type;
  }

  /** Refuses a tensor whose inline data has another length than its dimensions announce. */
  static void check(TensorProto tensor) {
    if (tensor.hasRawData()) {
      compare(tensor, tensor.getRawData().size(), rawBytes(tensor), "bytes");
      return;
    }
    long elements = elements(tensor);
    switch (type(tensor)) {
      case FLOAT -> compare(tensor, tensor.getFloatDataCount(), elements, "values");
      case COMPLEX64 -> compare(tensor, tensor.getFloatDataCount(), 2 * elements, "values");
      case INT64 -> compare(tensor, tensor.getInt64DataCount(), elements, "values");
      case DOUBLE -> compare(tensor, tensor.getDoubleDataCount(), elements, "values");
      case COMPLEX128 -> compare(tensor, tensor.getDoubleDataCount(), 2 * elements, "values");
      case UINT32, UINT64 -> compare(tensor, tensor.getUint64DataCount(), elements, "values");
      case STRING -> compare(tensor, tensor.getStringDataCount(), elements, "values");
      case UINT4, INT4, FLOAT4E2M1 ->
          compare(tensor, tensor.getInt32DataCount(), ceilDiv(elements, 2), "pairs");
      default -> compare(tensor, tensor.getInt32DataCount(), elements, "values");
    }
  }

  private static void compare(TensorProto tensor, long found, long expected, String unit) {
    if (found != expected) {
      throw new InvalidInputException(
          "The tensor (%s) has (%d) %s of data where its dimensions (%s) announce (%d)."
              .formatted(tensor.getName(), found, unit, tensor.getDimsList(), expected),
          DAMAGED);
    }
  }
}
