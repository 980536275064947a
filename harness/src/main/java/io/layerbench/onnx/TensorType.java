package io.layerbench.onnx;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The type of a tensor edge.
 *
 * @param elementType the number of TensorProto.DataType
 * @param dims the dimensions in order, with -1 for one that is not fixed
 */
public record TensorType(int elementType, List<Long> dims) {

  public TensorType {
    dims = List.copyOf(dims);
  }

  /** True when every dimension is a number. */
  public boolean isConcrete() {
    return dims.stream().allMatch(dim -> dim >= 0);
  }

  /** The dimensions as an array. */
  public long[] shape() {
    return dims.stream().mapToLong(Long::longValue).toArray();
  }

  /** For example "1x3x224x224", with "?" for a free dimension and "scalar" for none. */
  public String text() {
    return dims.isEmpty()
        ? "scalar"
        : dims.stream().map(dim -> dim < 0 ? "?" : dim.toString()).collect(Collectors.joining("x"));
  }

  /** A type with these dimensions. */
  public static TensorType of(int elementType, long... dims) {
    return new TensorType(elementType, Arrays.stream(dims).boxed().toList());
  }
}
