package io.layerbench.hostile;

import io.layerbench.base.InvalidInputException;
import io.layerbench.onnx.ModelReader;
import io.layerbench.onnx.TestModels;
import io.layerbench.onnx.proto.AttributeProto;
import io.layerbench.onnx.proto.FunctionProto;
import io.layerbench.onnx.proto.GraphProto;
import io.layerbench.onnx.proto.ModelProto;
import io.layerbench.onnx.proto.NodeProto;
import io.layerbench.onnx.proto.SparseTensorProto;
import io.layerbench.onnx.proto.StringStringEntryProto;
import io.layerbench.onnx.proto.TensorProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiConsumer;

/** Models that keep their constants in other files, and choose those badly. */
final class HostileExternalData {

  private static final String KIND = "external data";
  private static final String SECRET = "../secret.bin";

  /** Where a tensor can lie but among the graph's constants. */
  private static final List<BiConsumer<ModelProto.Builder, TensorProto>> ELSEWHERE =
      List.of(
          HostileExternalData::attribute,
          HostileExternalData::subgraph,
          HostileExternalData::functionNode,
          HostileExternalData::functionDefault,
          HostileExternalData::sparse);

  private HostileExternalData() {}

  /**
   * Makes something in the model's folder under a name; outside of it lies a file with a secret.
   */
  private interface Making {
    void make(Path at, Path secret) throws IOException;
  }

  static List<HostileCase> cases() {
    return List.of(
        located("../ in its path", SECRET),
        located("an absolute path", "/etc/hostname"),
        located("an address in memory (ONNX Runtime's own scheme)", "*/_ORT_MEM_ADDR_/*"),
        located("a path with NUL", "a\0b"),
        made("a symbolic link out of the folder", Files::createSymbolicLink),
        made("a hard link to a file outside", Files::createLink),
        made("a folder", (at, secret) -> Files.createDirectory(at)),
        made("a pipe (FIFO)", (at, secret) -> pipe(at)),
        made("a device, by a link", (at, s) -> Files.createSymbolicLink(at, Path.of("/dev/zero"))),
        region("an offset behind the end", "4096", "2048"),
        region("a negative offset", "-1", "2048"),
        region("an offset near 2^63", "9223372036854775807", "2048"),
        region("another length than the shape has", "0", "4096"),
        region("a negative length", "0", "-2048"),
        inside("in an attribute", HostileExternalData::attribute),
        inside("in a subgraph", HostileExternalData::subgraph),
        inside("in a local function's node", HostileExternalData::functionNode),
        inside("in a local function's default value", HostileExternalData::functionDefault),
        inside("in a sparse tensor", HostileExternalData::sparse));
  }

  /** Makes a pipe that nobody writes into: whoever opens it to read waits for ever. */
  static void pipe(Path at) throws IOException {
    try {
      int code = new ProcessBuilder("mkfifo", at.toString()).start().waitFor();
      if (code != 0) {
        throw new IOException("mkfifo ended with " + code);
      }
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private static HostileCase located(String input, String location) {
    return refused(input, "location", location);
  }

  private static HostileCase region(String input, String offset, String length) {
    return refused(input, "location", "data.bin", "offset", offset, "length", length);
  }

  private static HostileCase refused(String input, String... fields) {
    return HostileCase.refused(KIND, input, folder -> readEverywhere(folder, fields));
  }

  private static HostileCase made(String input, Making making) {
    return HostileCase.refused(
        KIND,
        input,
        folder -> {
          Path inner = Files.createDirectories(folder.resolve("model"));
          Path secret = Files.write(folder.resolve("secret.bin"), new byte[2048]);
          making.make(inner.resolve("odd.bin"), secret);
          readEverywhere(folder, "location", "odd.bin");
        });
  }

  private static HostileCase inside(
      String input, BiConsumer<ModelProto.Builder, TensorProto> placing) {
    return HostileCase.refused(
        KIND, "../ " + input, folder -> read(folder, placing, "location", SECRET));
  }

  /** As an initializer's data, which says why it is refused, after every other place did. */
  private static void readEverywhere(Path folder, String... fields) throws IOException {
    for (BiConsumer<ModelProto.Builder, TensorProto> placing : ELSEWHERE) {
      try {
        read(folder, placing, fields);
      } catch (InvalidInputException e) {
        continue;
      }
      throw new AssertionError("It is read elsewhere than in an initializer.");
    }
    read(folder, HostileExternalData::replace, fields);
  }

  private static void read(
      Path folder, BiConsumer<ModelProto.Builder, TensorProto> placing, String... fields)
      throws IOException {
    Path inner = Files.createDirectories(folder.resolve("model"));
    Files.write(folder.resolve("secret.bin"), new byte[2048]);
    Files.write(inner.resolve("data.bin"), new byte[2048]);
    ModelProto.Builder model = TestModels.mlp().proto().toBuilder();
    TensorProto.Builder tensor =
        model.getGraph().getInitializer(0).toBuilder()
            .clearRawData()
            .setDataLocation(TensorProto.DataLocation.EXTERNAL);
    for (int i = 0; i < fields.length; i += 2) {
      tensor.addExternalData(
          StringStringEntryProto.newBuilder().setKey(fields[i]).setValue(fields[i + 1]));
    }
    placing.accept(model, tensor.build());
    ModelReader.read(Files.write(inner.resolve("m.onnx"), model.build().toByteArray()));
  }

  private static void replace(ModelProto.Builder model, TensorProto tensor) {
    model.getGraphBuilder().setInitializer(0, tensor);
  }

  private static NodeProto constant(TensorProto tensor) {
    return NodeProto.newBuilder()
        .setOpType("Constant")
        .addOutput("secret")
        .addAttribute(AttributeProto.newBuilder().setName("value").setT(tensor))
        .build();
  }

  private static void attribute(ModelProto.Builder model, TensorProto tensor) {
    model.getGraphBuilder().addNode(constant(tensor));
  }

  private static void subgraph(ModelProto.Builder model, TensorProto tensor) {
    GraphProto.Builder body = GraphProto.newBuilder().addInitializer(tensor);
    model
        .getGraphBuilder()
        .addNode(
            NodeProto.newBuilder()
                .setOpType("If")
                .addAttribute(AttributeProto.newBuilder().setName("then_branch").setG(body)));
  }

  private static void functionNode(ModelProto.Builder model, TensorProto tensor) {
    model.addFunctions(FunctionProto.newBuilder().setName("f").addNode(constant(tensor)));
  }

  private static void functionDefault(ModelProto.Builder model, TensorProto tensor) {
    model.addFunctions(
        FunctionProto.newBuilder()
            .setName("f")
            .addAttributeProto(AttributeProto.newBuilder().setName("value").setT(tensor)));
  }

  private static void sparse(ModelProto.Builder model, TensorProto tensor) {
    model.getGraphBuilder().addSparseInitializer(SparseTensorProto.newBuilder().setValues(tensor));
  }
}
