package io.layerbench.suite;

import io.layerbench.base.AtomicFiles;
import io.layerbench.onnx.IdentityModel;
import io.layerbench.onnx.OnnxModel;
import io.layerbench.onnx.TensorType;
import io.layerbench.onnx.Tensors;
import io.layerbench.onnx.proto.GraphProto;
import io.layerbench.onnx.proto.ModelProto;
import io.layerbench.onnx.proto.NodeProto;
import io.layerbench.onnx.proto.OperatorSetIdProto;
import io.layerbench.onnx.proto.TensorProto;
import io.layerbench.worker.Tasks.CapturedTensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * The sentinel: a product of a 64 × 256 with a constant 256 × 256 matrix, of about 0.1 ms. It is
 * built in rather than one of the model's layers, since it must be cheap whatever the model is, be
 * known before anything was timed, and mean the same in every run on a device.
 */
final class SentinelCase {

  private static final int OPSET = 13;
  private static final int IR_VERSION = 7;
  private static final int ROWS = 64;
  private static final int COLUMNS = 256;
  private static final long SEED = 1;
  private static final String NAME = "sentinel";
  private static final String INPUT = "x";

  private final Path folder;
  private final int threads;
  private final String backend;
  private @Nullable Path written;

  /**
   * @param folder for its files
   * @param threads intra-operator threads
   */
  SentinelCase(Path folder, int threads, String backend) {
    this.folder = folder;
    this.threads = threads;
    this.backend = backend;
  }

  String backend() {
    return backend;
  }

  /** Its case file, made when it is first wanted. */
  Path file() throws IOException {
    Path file = written;
    if (file == null) {
      Path values = folder.resolve(NAME + ".values").toAbsolutePath();
      AtomicFiles.write(values, bytes(floats(ROWS * COLUMNS)));
      TensorType type = TensorType.of(TensorProto.DataType.FLOAT_VALUE, ROWS, COLUMNS);
      CapturedTensor input = new CapturedTensor(INPUT, values.toString(), type);
      file =
          new CaseModels(folder, threads, List.of(input))
              .write(NAME, backend, model(type), List.of(INPUT));
      written = file;
    }
    return file;
  }

  private static OnnxModel model(TensorType type) {
    GraphProto graph =
        GraphProto.newBuilder()
            .setName(NAME)
            .addInput(IdentityModel.valueInfo(INPUT, type))
            .addInitializer(Tensors.ofFloats("w", floats(COLUMNS * COLUMNS), COLUMNS, COLUMNS))
            .addNode(
                NodeProto.newBuilder()
                    .setName(NAME)
                    .setOpType("MatMul")
                    .addInput(INPUT)
                    .addInput("w")
                    .addOutput("y"))
            .addOutput(IdentityModel.valueInfo("y", type))
            .build();
    ModelProto model =
        ModelProto.newBuilder()
            .setIrVersion(IR_VERSION)
            .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPSET))
            .setGraph(graph)
            .build();
    return OnnxModel.of(model, NAME);
  }

  /** Values between −1 and 1, the same every time. */
  private static float[] floats(int n) {
    Random random = new Random(SEED);
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = 2 * random.nextFloat() - 1;
    }
    return values;
  }

  private static byte[] bytes(float[] values) {
    ByteBuffer buffer =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    buffer.asFloatBuffer().put(values);
    return buffer.array();
  }
}
