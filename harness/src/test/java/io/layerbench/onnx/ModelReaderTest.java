package io.layerbench.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.layerbench.TestAssets;
import io.layerbench.base.Digests;
import io.layerbench.base.ElementType;
import io.layerbench.base.InvalidInputException;
import io.layerbench.onnx.proto.AttributeProto;
import io.layerbench.onnx.proto.GraphProto;
import io.layerbench.onnx.proto.ModelProto;
import io.layerbench.onnx.proto.NodeProto;
import io.layerbench.onnx.proto.SparseTensorProto;
import io.layerbench.onnx.proto.TensorProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelReaderTest {

  @TempDir Path folder = Path.of("");

  private Path write(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("model.onnx"), bytes);
  }

  private void refuses(byte[] bytes, String... parts) throws IOException {
    Path file = write(bytes);
    assertThatThrownBy(() -> ModelReader.read(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll(parts);
  }

  private void refuses(Consumer<ModelProto.Builder> change, String... parts) throws IOException {
    ModelProto.Builder model = TestModels.mlp().proto().toBuilder();
    change.accept(model);
    refuses(model.build().toByteArray(), parts);
  }

  private void refusesTensor(Consumer<TensorProto.Builder> change, String... parts)
      throws IOException {
    refuses(model -> change.accept(model.getGraphBuilder().getInitializerBuilder(0)), parts);
  }

  @Test
  void missingFile() {
    assertThatThrownBy(() -> ModelReader.read(folder.resolve("no.onnx")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll("no.onnx", "does not exist");
  }

  @Test
  void folderInPlaceOfAFile() {
    assertThatThrownBy(() -> ModelReader.read(folder))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("no regular file");
  }

  @Test
  void emptyFile() throws IOException {
    refuses(new byte[0], "is empty");
  }

  @Test
  void garbageNeverEscapesAsAnotherException() throws IOException {
    Random random = new Random(3);
    for (int i = 0; i < 300; i++) {
      byte[] bytes = new byte[1 + random.nextInt(200)];
      random.nextBytes(bytes);
      refuses(bytes, "(");
    }
  }

  @Test
  void damagedBytesNeverEscapeAsAnotherException() throws IOException {
    byte[] whole = TestModels.attention().toBytes();
    Random random = new Random(4);
    for (int i = 0; i < 500; i++) {
      byte[] bytes = whole.clone();
      for (int k = 0; k < 3; k++) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      try {
        ModelReader.read(write(bytes));
      } catch (InvalidInputException e) {
        assertThat(e.exitCode()).isEqualTo(6);
      }
    }
  }

  @Test
  void truncatedAnywhere() throws IOException {
    byte[] whole = TestModels.mlp().toBytes();
    for (int length = 1; length < whole.length; length += 7) {
      refuses(Arrays.copyOf(whole, length), "(");
    }
    refuses(Arrays.copyOf(whole, whole.length - 1), "(");
  }

  @Test
  void endOfGroupInTheMiddle() throws IOException {
    byte[] whole = TestModels.mlp().toBytes();
    byte[] bytes = Arrays.copyOf(whole, whole.length + 1);
    bytes[whole.length] = 4;
    refuses(bytes, "no ONNX model");
  }

  @Test
  void nestingIsBounded() throws IOException {
    NodeProto node = NodeProto.newBuilder().setOpType("If").addOutput("y").build();
    for (int i = 0; i < 60; i++) {
      node =
          NodeProto.newBuilder()
              .setOpType("If")
              .addAttribute(AttributeProto.newBuilder().setG(GraphProto.newBuilder().addNode(node)))
              .build();
    }
    NodeProto deep = node;
    refuses(model -> model.getGraphBuilder().addNode(deep), "no ONNX model");
  }

  @Test
  void noGraphNodesOrOutputs() throws IOException {
    refuses(ModelProto.Builder::clearGraph, "no graph");
    refuses(model -> model.getGraphBuilder().clearNode(), "no nodes");
    refuses(model -> model.getGraphBuilder().clearOutput(), "no outputs");
  }

  @Test
  void oldOrMissingOperatorSet() throws IOException {
    refuses(model -> model.getOpsetImportBuilder(0).setVersion(10), "(10)", "(11)");
    refuses(ModelProto.Builder::clearOpsetImport, "operator set");
    refuses(model -> model.getOpsetImportBuilder(0).setDomain("com.microsoft"), "operator set");
  }

  @Test
  void cycle() throws IOException {
    refuses(
        model -> model.getGraphBuilder().getNodeBuilder(0).setInput(0, "r1"), "cycle", "dense1");
  }

  @Test
  void twoMakersOfOneTensor() throws IOException {
    refuses(
        model -> model.getGraphBuilder().getNodeBuilder(3).setOutput(0, "m1"),
        "(m1)",
        "made twice",
        "(dense2)");
    refuses(model -> model.getGraphBuilder().getNodeBuilder(3).setOutput(0, "w1"), "(w1)", "twice");
    refuses(
        model -> model.getGraphBuilder().getInitializerBuilder(1).setName("w1"),
        "two constants",
        "(w1)");
    refuses(model -> model.getGraphBuilder().addInput(model.getGraph().getInput(0)), "two inputs");
    refuses(
        model -> model.getGraphBuilder().addOutput(model.getGraph().getOutput(0)), "two outputs");
  }

  @Test
  void tensorsThatNothingMakes() throws IOException {
    refuses(
        model -> model.getGraphBuilder().getNodeBuilder(3).setInput(0, "gone"),
        "(dense2)",
        "(gone)");
    refuses(model -> model.getGraphBuilder().getOutputBuilder(0).setName("gone"), "(gone)");
  }

  @Test
  void impossibleTensors() throws IOException {
    refusesTensor(tensor -> tensor.setDims(0, -16), "(w1)", "negative", "-16");
    refusesTensor(tensor -> tensor.setDims(0, 1L << 62).setDims(1, 1L << 62), "(w1)", "2 GiB");
    refusesTensor(tensor -> tensor.setDims(0, 1L << 40), "(w1)", "2 GiB");
    refusesTensor(tensor -> tensor.setDims(0, 17), "(w1)", "(2048)", "(2176)");
    refusesTensor(tensor -> tensor.clearRawData().addFloatData(1), "(w1)", "(1)", "(512)");
    refusesTensor(tensor -> tensor.setDataType(0), "unknown data type (0)");
    refusesTensor(tensor -> tensor.setDataType(77), "unknown data type (77)");
    refusesTensor(tensor -> tensor.setDataType(8), "STRING");
  }

  @Test
  void impossibleTensorInASubgraph() throws IOException {
    TensorProto bad = TensorProto.newBuilder().setName("bad").setDataType(1).addDims(-1).build();
    ModelProto.Builder model = TestModels.controlFlow().proto().toBuilder();
    model
        .getGraphBuilder()
        .getNodeBuilder(4)
        .getAttributeBuilder(0)
        .getGBuilder()
        .addInitializer(bad);
    refuses(model.build().toByteArray(), "(bad)", "negative");
  }

  @Test
  void compiledCode() throws IOException {
    refuses(
        model ->
            model
                .getGraphBuilder()
                .getNodeBuilder(0)
                .setOpType("EPContext")
                .setDomain("com.microsoft"),
        "(dense1)",
        "EPContext");
  }

  @Test
  void sparseConstantsBecomeDense() throws IOException {
    ModelProto.Builder model = TestModels.mlp().proto().toBuilder();
    SparseTensorProto sparse =
        SparseTensorProto.newBuilder()
            .setValues(Tensors.ofFloats("w1", new float[] {5, 7}, 2))
            .setIndices(Tensors.ofLongs("", new long[] {0, 1, 2, 31}, 2, 2))
            .addDims(16)
            .addDims(32)
            .build();
    model.getGraphBuilder().removeInitializer(0).addSparseInitializer(sparse);
    OnnxModel read = ModelReader.read(write(model.build().toByteArray()));
    float[] dense = Tensors.floats(read.proto().getGraph().getInitializer(3));
    assertThat(dense).hasSize(512);
    assertThat(dense[1]).isEqualTo(5);
    assertThat(dense[2 * 32 + 31]).isEqualTo(7);

    model.getGraphBuilder().getSparseInitializerBuilder(0).setDims(1, 31);
    refuses(model.build().toByteArray(), "(w1)", "index (31)");
  }

  @Test
  void unsortedNodesAreSorted() throws IOException {
    ModelProto.Builder model = TestModels.mlp().proto().toBuilder();
    NodeProto first = model.getGraph().getNode(0);
    model.getGraphBuilder().removeNode(0).addNode(first);
    OnnxModel read = ModelReader.read(write(model.build().toByteArray()));
    assertThat(read.graph().nodes()).isEqualTo(TestModels.mlp().graph().nodes());
  }

  @Test
  void nodesGetNamesOfTheirOwn() throws IOException {
    OnnxModel read = ModelReader.read(write(TestModels.sharedNames().toBytes()));
    assertThat(read.graph().nodes())
        .extracting(NodeProto::getName)
        .containsExactly("fc", "fc_3", "fc_2", "m3", "r3", "fc_4", "r4", "y");
  }

  @Test
  void identityIsTheFilesNameAndBytes() throws IOException {
    byte[] bytes = TestModels.mlp().toBytes();
    OnnxModel read = ModelReader.read(write(bytes));
    assertThat(read.name()).isEqualTo("model");
    assertThat(read.sha256()).isEqualTo(Digests.sha256(bytes));
    assertThat(read.proto()).isEqualTo(TestModels.mlp().proto());
  }

  @Test
  void allSmallModelsAreAccepted() throws IOException {
    for (OnnxModel model : TestModels.all()) {
      OnnxModel read = ModelReader.read(write(model.toBytes()));
      assertThat(read.graph().outputs()).isEqualTo(model.graph().outputs());
      assertThat(read.graph().nodes()).extracting(NodeProto::getName).doesNotHaveDuplicates();
    }
  }

  @Test
  void realModel() {
    OnnxModel model = ModelReader.read(TestAssets.require("m5/m5.onnx"));
    assertThat(model.name()).isEqualTo("m5");
    assertThat(model.opset()).isGreaterThanOrEqualTo(11);
    assertThat(
            ElementType.ofOnnx(
                model.graph().initializers().values().iterator().next().getDataType()))
        .isNotNull();
  }
}
