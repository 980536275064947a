package io.layerbench.onnx;

import io.layerbench.base.TensorData;
import io.layerbench.onnx.proto.GraphProto;
import io.layerbench.onnx.proto.NodeProto;
import io.layerbench.onnx.proto.TensorProto;
import java.util.Random;

/**
 * A computation that means the same on every machine: the product of rows × n with a constant n × n
 * matrix.
 *
 * @param rows of the input
 * @param n its columns
 */
public record ProductModel(int rows, int n) {

  /** The one input's name. */
  public static final String INPUT = "x";

  private static final int OPSET = 13;
  private static final int IR_VERSION = 7;
  private static final long SEED = 1;

  /** The model. */
  public OnnxModel model(String name) {
    TensorType type = TensorType.of(TensorProto.DataType.FLOAT_VALUE, rows, n);
    GraphProto graph =
        GraphProto.newBuilder()
            .setName(name)
            .addInput(IdentityModel.valueInfo(INPUT, type))
            .addInitializer(Tensors.ofFloats("w", floats(n * n), n, n))
            .addNode(
                NodeProto.newBuilder()
                    .setName(name)
                    .setOpType("MatMul")
                    .addInput(INPUT)
                    .addInput("w")
                    .addOutput("y"))
            .addOutput(IdentityModel.valueInfo("y", type))
            .build();
    return OnnxModel.of(graph, IR_VERSION, OPSET);
  }

  /** What goes in, the same every time. */
  public TensorData input() {
    return TensorData.ofFloats(floats(rows * n), rows, n);
  }

  /** Values between −1 and 1. */
  private static float[] floats(int n) {
    Random random = new Random(SEED);
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = 2 * random.nextFloat() - 1;
    }
    return values;
  }
}
