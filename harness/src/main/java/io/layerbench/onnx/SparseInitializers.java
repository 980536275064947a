package io.layerbench.onnx;

import io.layerbench.base.InvalidInputException;
import io.layerbench.onnx.proto.GraphProto;
import io.layerbench.onnx.proto.SparseTensorProto;
import io.layerbench.onnx.proto.TensorProto;

/**
 * Turns sparse constants into dense ones, since every later step counts, quantizes and moves dense
 * weights.
 */
final class SparseInitializers {

  private SparseInitializers() {}

  /** Refuses sparse tensors with external data, wherever they lie. */
  static void refuseExternal(SparseTensorProto sparse) {
    if (ExternalData.isExternal(sparse.getValues())
        || ExternalData.isExternal(sparse.getIndices())) {
      throw new InvalidInputException(
          "The sparse tensor (%s) keeps its data in another file."
              .formatted(sparse.getValues().getName()),
          "convert it to a dense tensor, or keep its data in the model.");
    }
  }

  /** The graph with dense constants only; FLOAT values with INT64 indices are supported. */
  static GraphProto densify(GraphProto graph) {
    if (graph.getSparseInitializerCount() == 0) {
      return graph;
    }
    GraphProto.Builder dense = graph.toBuilder().clearSparseInitializer();
    graph.getSparseInitializerList().forEach(sparse -> dense.addInitializer(dense(sparse)));
    return dense.build();
  }

  private static TensorProto dense(SparseTensorProto sparse) {
    TensorProto values = sparse.getValues();
    TensorProto shape =
        TensorProto.newBuilder()
            .setName(values.getName())
            .setDataType(values.getDataType())
            .addAllDims(sparse.getDimsList())
            .build();
    if (values.getDataType() != TensorProto.DataType.FLOAT_VALUE) {
      throw new InvalidInputException(
          "The sparse tensor (%s) has the type (%d), not FLOAT."
              .formatted(values.getName(), values.getDataType()),
          "convert it to a dense tensor.");
    }
    float[] result = new float[TensorChecks.rawBytes(shape) / Float.BYTES];
    TensorChecks.check(values);
    TensorChecks.check(sparse.getIndices());
    float[] found = Tensors.floats(values);
    long[] flat = flatIndices(sparse, found.length, result.length);
    for (int i = 0; i < found.length; i++) {
      result[(int) flat[i]] = found[i];
    }
    return Tensors.ofFloats(
        values.getName(),
        result,
        sparse.getDimsList().stream().mapToLong(Long::longValue).toArray());
  }

  /** Indices are given per value either as one flat number or as one number per dimension. */
  private static long[] flatIndices(SparseTensorProto sparse, int values, int elements) {
    long[] indices = Tensors.longs(sparse.getIndices());
    int rank = sparse.getIndices().getDimsCount() == 2 ? sparse.getDimsCount() : 1;
    if (indices.length != (long) values * rank) {
      throw damaged(sparse, "has (%d) indices for (%d) values".formatted(indices.length, values));
    }
    long[] flat = new long[values];
    for (int i = 0; i < values; i++) {
      for (int d = 0; d < rank; d++) {
        long size = rank == 1 ? elements : sparse.getDims(d);
        long index = indices[i * rank + d];
        if (index < 0 || index >= size) {
          throw damaged(sparse, "has an index (%d) outside its dimensions".formatted(index));
        }
        flat[i] = flat[i] * size + index;
      }
    }
    return flat;
  }

  private static InvalidInputException damaged(SparseTensorProto sparse, String what) {
    return new InvalidInputException(
        "The sparse tensor (%s) %s.".formatted(sparse.getValues().getName(), what),
        "the file is damaged.");
  }
}
