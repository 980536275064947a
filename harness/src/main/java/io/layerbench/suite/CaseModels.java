package io.layerbench.suite;

import io.layerbench.base.AtomicFiles;
import io.layerbench.base.ElementType;
import io.layerbench.base.EnvironmentException;
import io.layerbench.base.IoReason;
import io.layerbench.base.TensorData;
import io.layerbench.onnx.Graph;
import io.layerbench.onnx.IdentityModel;
import io.layerbench.onnx.OnnxModel;
import io.layerbench.onnx.TensorType;
import io.layerbench.onnx.proto.ValueInfoProto;
import io.layerbench.run.CaseFile;
import io.layerbench.run.SafeNames;
import io.layerbench.worker.Tasks.CapturedTensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes what forks need: the case's model, its inputs, and the identity model that calling is
 * measured with.
 */
public final class CaseModels {

  private final Path folder;
  private final int threads;
  private final Map<String, CapturedTensor> captured = new HashMap<>();

  /**
   * @param folder where to write
   * @param threads intra-operator threads of the forks
   * @param captured real activations of one sample, which the inputs are made from
   */
  public CaseModels(Path folder, int threads, List<CapturedTensor> captured) {
    this.folder = folder;
    this.threads = threads;
    captured.forEach(tensor -> this.captured.put(tensor.tensor(), tensor));
  }

  /**
   * Writes a case.
   *
   * @param id names its files
   * @param model what to run; its inputs are in the order of {@code tensors}
   * @param tensors the float model's tensors that the inputs stand for
   * @return the case file
   */
  public Path write(String id, String backend, OnnxModel model, List<String> tensors) {
    String name = SafeNames.of(id);
    List<ValueInfoProto> inputs = model.graph().inputs();
    if (inputs.size() != tensors.size()) {
      throw new IllegalStateException(
          "case ("
              + id
              + ") has ("
              + inputs.size()
              + ") inputs for ("
              + tensors.size()
              + ") tensors");
    }
    try {
      Path modelFile = folder.resolve(name + ".onnx");
      AtomicFiles.write(modelFile, model.toBytes());
      List<CaseFile.Tensor> files = new ArrayList<>();
      List<TensorType> types = new ArrayList<>();
      for (int i = 0; i < inputs.size(); i++) {
        TensorData data = input(model.graph(), inputs.get(i).getName(), tensors.get(i));
        Path file = folder.resolve(name + ".in" + i);
        AtomicFiles.write(file, bytes(data));
        files.add(
            new CaseFile.Tensor(inputs.get(i).getName(), data.type(), dims(data.shape()), file));
        types.add(TensorType.of(data.type().onnx(), data.shape()));
      }
      Path identity = folder.resolve(name + ".identity.onnx");
      AtomicFiles.write(identity, IdentityModel.of(types).toBytes());
      Path caseFile = folder.resolve(name + ".case");
      AtomicFiles.write(
          caseFile, new CaseFile(modelFile, identity, backend, threads, files, null).toText());
      return caseFile;
    } catch (IOException e) {
      throw new EnvironmentException(
          "The case (" + id + ") cannot be written (" + IoReason.of(e) + ").",
          "check the disk.",
          e);
    }
  }

  /** The captured tensor, in the element type that the case's input has. */
  private TensorData input(Graph graph, String input, String tensor) throws IOException {
    CapturedTensor source = captured.get(tensor);
    if (source == null) {
      throw new IllegalStateException("no activation was captured for (" + tensor + ")");
    }
    TensorData data = read(source);
    TensorType type = graph.type(input);
    if (type == null || type.elementType() == data.type().onnx()) {
      return data;
    }
    ElementType wanted = ElementType.ofOnnx(type.elementType());
    return InputConversion.convert(data, wanted, graph, input);
  }

  private static TensorData read(CapturedTensor source) throws IOException {
    byte[] bytes = Files.readAllBytes(Path.of(source.file()));
    ByteBuffer direct = ByteBuffer.allocateDirect(bytes.length).order(ByteOrder.LITTLE_ENDIAN);
    direct.put(bytes).flip();
    return new TensorData(
        ElementType.ofOnnx(source.type().elementType()), source.type().shape(), direct);
  }

  private static byte[] bytes(TensorData data) {
    ByteBuffer view = data.bytes().duplicate().rewind();
    byte[] bytes = new byte[view.remaining()];
    view.get(bytes);
    return bytes;
  }

  private static List<Long> dims(long[] shape) {
    List<Long> dims = new ArrayList<>();
    for (long dim : shape) {
      dims.add(dim);
    }
    return dims;
  }
}
