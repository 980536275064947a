package io.layerbench.worker;

import io.layerbench.base.ElementType;
import io.layerbench.base.TensorData;
import io.layerbench.onnx.proto.GraphProto;
import io.layerbench.onnx.proto.ModelProto;
import io.layerbench.onnx.proto.OperatorSetIdProto;
import io.layerbench.onnx.proto.TensorProto;
import io.layerbench.onnx.proto.ValueInfoProto;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * One of ONNX's backend tests: a model with inputs, and the outputs that it should give.
 *
 * @param name for example "node/test_add"
 * @param folder holds test_data_set_0
 * @param proto the model
 */
record BackendModel(String name, Path folder, ModelProto proto) {

  private static final Path ROOT =
      Path.of(System.getProperty("layerbench.onnx.backend.tests", "target/onnx-backend-tests"));

  /** All of them; aborts the test, naming what is missing, where they were not fetched. */
  static List<BackendModel> all() {
    Assumptions.assumeTrue(Files.isDirectory(ROOT), "download not found: ONNX backend test models");
    try (Stream<Path> files = Files.walk(ROOT)) {
      return files
          .filter(file -> file.endsWith("model.onnx"))
          .sorted()
          .map(BackendModel::of)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static BackendModel of(Path file) {
    Path folder = file.resolveSibling("");
    try {
      ModelProto proto = ModelProto.parseFrom(Files.readAllBytes(file));
      return new BackendModel(ROOT.relativize(folder).toString(), folder, proto);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same with every tensor but the first input as a constant, as models have their weights. */
  BackendModel withConstants() {
    GraphProto.Builder graph = proto.getGraph().toBuilder();
    List<ValueInfoProto> given = given();
    for (int i = 1; i < given.size(); i++) {
      String name = given.get(i).getName();
      if (given.get(i).getType().hasTensorType()) {
        graph.addInitializer(tensor("input_" + i + ".pb").toBuilder().setName(name));
        graph.removeInput(graph.getInputList().indexOf(given.get(i)));
      }
    }
    return new BackendModel(name, folder, proto.toBuilder().setGraph(graph).build());
  }

  /** The same as if it were of another operator set. */
  BackendModel withOpset(long version) {
    return new BackendModel(
        name,
        folder,
        proto.toBuilder()
            .clearOpsetImport()
            .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(version))
            .build());
  }

  /** The version of the default operator set; 0 for none. */
  long opset() {
    return proto.getOpsetImportList().stream()
        .filter(one -> one.getDomain().isEmpty())
        .mapToLong(OperatorSetIdProto::getVersion)
        .findFirst()
        .orElse(0);
  }

  /** The inputs that have no default. */
  private List<ValueInfoProto> given() {
    Set<String> constants = new HashSet<>();
    proto.getGraph().getInitializerList().forEach(tensor -> constants.add(tensor.getName()));
    return proto.getGraph().getInputList().stream()
        .filter(input -> !constants.contains(input.getName()))
        .toList();
  }

  /** True where an input is a tensor that can be a constant. */
  boolean hasConstants() {
    return given().stream().skip(1).anyMatch(input -> input.getType().hasTensorType());
  }

  /** The first data set's inputs by name, but for those that are no tensors of supported types. */
  Map<String, TensorData> inputs() {
    return read("input_", given());
  }

  /** The first data set's outputs by name, likewise. */
  Map<String, TensorData> outputs() {
    return read("output_", proto.getGraph().getOutputList());
  }

  private Map<String, TensorData> read(String prefix, List<ValueInfoProto> values) {
    Map<String, TensorData> tensors = new LinkedHashMap<>();
    for (int i = 0; i < values.size(); i++) {
      int type = values.get(i).getType().getTensorType().getElemType();
      if (values.get(i).getType().hasTensorType() && ElementType.isSupported(type)) {
        tensors.put(values.get(i).getName(), data(tensor(prefix + i + ".pb")));
      }
    }
    return tensors;
  }

  private TensorProto tensor(String file) {
    try {
      return TensorProto.parseFrom(
          Files.readAllBytes(folder.resolve("test_data_set_0").resolve(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static TensorData data(TensorProto tensor) {
    ElementType type = ElementType.ofOnnx(tensor.getDataType());
    long[] shape = tensor.getDimsList().stream().mapToLong(Long::longValue).toArray();
    TensorData data = TensorData.allocate(type, shape);
    ByteBuffer bytes = data.bytes().duplicate().order(data.bytes().order());
    if (tensor.hasRawData()) {
      bytes.put(tensor.getRawData().asReadOnlyByteBuffer());
      return data;
    }
    tensor.getFloatDataList().forEach(bytes::putFloat);
    tensor.getDoubleDataList().forEach(bytes::putDouble);
    tensor.getInt64DataList().forEach(bytes::putLong);
    tensor.getUint64DataList().forEach(value -> put(bytes, type, value));
    tensor.getInt32DataList().forEach(value -> put(bytes, type, value));
    return data;
  }

  private static void put(ByteBuffer bytes, ElementType type, long value) {
    switch (type.bytes()) {
      case 1 -> bytes.put((byte) value);
      case 2 -> bytes.putShort((short) value);
      case 4 -> bytes.putInt((int) value);
      default -> bytes.putLong(value);
    }
  }
}
