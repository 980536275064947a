package io.layerbench.suite;

import io.layerbench.base.AtomicFiles;
import io.layerbench.onnx.ProductModel;
import io.layerbench.onnx.TensorType;
import io.layerbench.onnx.proto.TensorProto;
import io.layerbench.worker.Tasks.CapturedTensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The sentinel: a product of a 64 × 256 with a constant 256 × 256 matrix, of about 0.1 ms. It is
 * built in rather than one of the model's layers, since it must be cheap whatever the model is, be
 * known before anything was timed, and mean the same in every run on a device.
 */
final class SentinelCase {

  private static final ProductModel PRODUCT = new ProductModel(64, 256);
  private static final String NAME = "sentinel";

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
      AtomicFiles.write(values, bytes(PRODUCT.input().toFloats()));
      TensorType type =
          TensorType.of(TensorProto.DataType.FLOAT_VALUE, PRODUCT.rows(), PRODUCT.n());
      CapturedTensor input = new CapturedTensor(ProductModel.INPUT, values.toString(), type);
      file =
          new CaseModels(folder, threads, List.of(input))
              .write(NAME, backend, PRODUCT.model(NAME), List.of(ProductModel.INPUT));
      written = file;
    }
    return file;
  }

  private static byte[] bytes(float[] values) {
    ByteBuffer buffer =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    buffer.asFloatBuffer().put(values);
    return buffer.array();
  }
}
