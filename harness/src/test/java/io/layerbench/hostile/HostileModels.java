package io.layerbench.hostile;

import io.layerbench.TestAssets;
import io.layerbench.base.InvalidInputException;
import io.layerbench.dataset.BuiltinModels;
import io.layerbench.onnx.ModelReader;
import io.layerbench.onnx.OnnxModel;
import io.layerbench.onnx.Tensors;
import io.layerbench.onnx.TestModels;
import io.layerbench.onnx.proto.AttributeProto;
import io.layerbench.onnx.proto.FunctionProto;
import io.layerbench.onnx.proto.GraphProto;
import io.layerbench.onnx.proto.ModelProto;
import io.layerbench.onnx.proto.NodeProto;
import io.layerbench.onnx.proto.SparseTensorProto;
import io.layerbench.onnx.proto.StringStringEntryProto;
import io.layerbench.onnx.proto.TensorProto;
import io.layerbench.quantize.QuantizedModelReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;

/** Models whose one file is hostile. */
final class HostileModels {

  private static final String MODEL = "model";

  private static final NodeProto COMPILED =
      NodeProto.newBuilder().setOpType("EPContext").addOutput("z").build();

  private HostileModels() {}

  static List<HostileCase> cases() {
    List<HostileCase> cases = new ArrayList<>();
    cases.add(refused("a real model cut short at every KiB", HostileModels::cutShort));
    cases.add(read("unknown operator in an unknown domain", changed(HostileModels::foreign)));
    cases.add(
        read(
            "operator set 9999",
            changed(model -> model.getOpsetImportBuilder(0).setVersion(9999))));
    cases.add(read("session options in its metadata", HostileModels::sessionOptions));
    cases.add(read("fields that the format does not have", HostileModels::unknownFields));
    cases.add(read("5,000 layers", HostileModels::manyLayers));
    add(cases, "graphs nested 200 deep", model -> model.getGraphBuilder().addNode(nested(200)));
    add(cases, "a negative dimension", tensor(t -> t.setDims(0, -16)));
    add(cases, "dimensions whose product overflows", tensor(t -> t.setDims(0, 1L << 62)));
    add(cases, "dimensions of 8 TiB", tensor(t -> t.setDims(0, 1L << 36)));
    add(cases, "dimensions that lie about the data", tensor(t -> t.setDims(0, 17)));
    add(
        cases,
        "a tensor with 100,000 dimensions",
        tensor(t -> t.addAllDims(Collections.nCopies(100_000, 2L))));
    add(
        cases,
        "a sparse tensor that announces 8 GiB",
        model -> model.getGraphBuilder().addSparseInitializer(sparse(1L << 31, 0)));
    add(
        cases,
        "a sparse tensor with an index outside",
        model -> model.getGraphBuilder().addSparseInitializer(sparse(4, 9)));
    add(cases, "a cycle", model -> model.getGraphBuilder().getNodeBuilder(0).setInput(0, "r1"));
    add(
        cases,
        "two tensors of one name",
        model -> model.getGraphBuilder().getNodeBuilder(3).setOutput(0, "m1"));
    add(
        cases,
        "an input that nothing makes",
        model -> model.getGraphBuilder().getNodeBuilder(3).setInput(0, "gone"));
    add(
        cases,
        "a name with escapes to the terminal",
        model -> model.getGraphBuilder().getNodeBuilder(3).setInput(0, "\u001b[2J\u0007\nError"));
    add(
        cases,
        "a name of 1 MB",
        model -> model.getGraphBuilder().getNodeBuilder(3).setInput(0, "n".repeat(1_000_000)));
    add(
        cases,
        "compiled code for a device (EPContext)",
        model -> model.getGraphBuilder().getNodeBuilder(0).setOpType("EPContext"));
    add(
        cases,
        "the same in a branch of an If",
        model -> model.getGraphBuilder().addNode(branch(COMPILED)));
    add(
        cases,
        "the same in a local function",
        model ->
            model.addFunctions(
                FunctionProto.newBuilder().setName("f").setDomain("local").addNode(COMPILED)));
    add(cases, "local functions nested 3,000 deep", model -> chain(model, 3000, 1));
    add(cases, "local functions that double 40 times", model -> chain(model, 40, 2));
    add(
        cases,
        "a local function that calls itself",
        model -> model.addFunctions(function("f0", "f0", 1)));
    cases.add(refused("a scale of 0 in a quantized model", folder -> scale(folder, 0)));
    cases.add(refused("a scale of NaN in a quantized model", folder -> scale(folder, Float.NaN)));
    return cases;
  }

  private static void add(List<HostileCase> cases, String input, Consumer<ModelProto.Builder> c) {
    cases.add(refused(input, changed(c)));
  }

  private static HostileCase refused(String input, HostileCase.Attempt attempt) {
    return HostileCase.refused(MODEL, input, attempt);
  }

  private static HostileCase read(String input, HostileCase.Attempt attempt) {
    return HostileCase.read(MODEL, input, attempt);
  }

  private static HostileCase.Attempt changed(Consumer<ModelProto.Builder> change) {
    return folder -> {
      ModelProto.Builder model = TestModels.mlp().proto().toBuilder();
      change.accept(model);
      read(folder, model.build().toByteArray());
    };
  }

  private static OnnxModel read(Path folder, byte[] bytes) throws IOException {
    return ModelReader.read(Files.write(folder.resolve("m.onnx"), bytes));
  }

  private static Consumer<ModelProto.Builder> tensor(Consumer<TensorProto.Builder> change) {
    return model -> change.accept(model.getGraphBuilder().getInitializerBuilder(0));
  }

  /** Refused at every place, or the first one that is not is named; the last refusal comes out. */
  private static void cutShort(Path folder) throws IOException {
    byte[] whole =
        Files.readAllBytes(
            TestAssets.present()
                ? TestAssets.require("cifar10/resnet20.onnx")
                : BuiltinModels.write(BuiltinModels.M5, folder).model());
    for (int length = 1024; length < whole.length; length += 1024) {
      try {
        read(folder, Arrays.copyOf(whole, length));
        throw new AssertionError("read although cut at " + length);
      } catch (InvalidInputException e) {
        if (!e.getMessage().contains(length + " bytes")) {
          throw e;
        }
      }
    }
    read(folder, Arrays.copyOf(whole, 1024));
  }

  private static void foreign(ModelProto.Builder model) {
    model.addOpsetImportBuilder().setDomain("com.example").setVersion(1);
    model.getGraphBuilder().getNodeBuilder(1).setOpType("Evil").setDomain("com.example");
  }

  private static void sessionOptions(Path folder) throws IOException {
    ModelProto.Builder model = TestModels.mlp().proto().toBuilder();
    model.addMetadataProps(
        StringStringEntryProto.newBuilder()
            .setKey("ort_config")
            .setValue("{\"session_options\": {\"enable_profiling\": true}}"));
    OnnxModel read = read(folder, model.build().toByteArray());
    if (read.proto().getMetadataPropsCount() > 0) {
      throw new AssertionError("The options are still there.");
    }
  }

  private static void unknownFields(Path folder) throws IOException {
    byte[] whole = TestModels.mlp().toBytes();
    // Field 100 with the text "hidden", behind the rest.
    byte[] more = {(byte) 0xa2, 6, 6, 'h', 'i', 'd', 'd', 'e', 'n'};
    byte[] both = Arrays.copyOf(whole, whole.length + more.length);
    System.arraycopy(more, 0, both, whole.length, more.length);
    if (read(folder, both).toBytes().length > whole.length) {
      throw new AssertionError("The field is still there.");
    }
  }

  private static void manyLayers(Path folder) throws IOException {
    ModelProto.Builder model = TestModels.mlp().proto().toBuilder();
    GraphProto.Builder graph = model.getGraphBuilder();
    String last = graph.getOutput(0).getName();
    for (int i = 0; i < 5000; i++) {
      String next = "deep" + i;
      graph.addInitializer(Tensors.ofFloats("w" + next, new float[] {1}, 1, 1));
      graph.addNode(
          NodeProto.newBuilder()
              .setOpType("MatMul")
              .setName(next)
              .addInput(last)
              .addInput("w" + next)
              .addOutput(next));
      last = next;
    }
    read(folder, model.build().toByteArray());
  }

  private static NodeProto nested(int depth) {
    NodeProto node = NodeProto.newBuilder().setOpType("If").addOutput("z").build();
    for (int i = 0; i < depth; i++) {
      node = branch(node);
    }
    return node;
  }

  private static NodeProto branch(NodeProto node) {
    GraphProto.Builder body = GraphProto.newBuilder().addNode(node);
    return NodeProto.newBuilder()
        .setOpType("If")
        .addAttribute(AttributeProto.newBuilder().setName("then_branch").setG(body))
        .build();
  }

  private static SparseTensorProto sparse(long size, long index) {
    return SparseTensorProto.newBuilder()
        .setValues(Tensors.ofFloats("s", new float[] {1}, 1))
        .setIndices(Tensors.ofLongs("", new long[] {index}, 1))
        .addDims(size)
        .build();
  }

  private static void chain(ModelProto.Builder model, int length, int calls) {
    for (int i = 0; i < length; i++) {
      model.addFunctions(function("f" + i, "f" + (i + 1), calls));
    }
    model.addFunctions(function("f" + length, "Relu", 1));
  }

  private static FunctionProto function(String name, String called, int calls) {
    FunctionProto.Builder function =
        FunctionProto.newBuilder().setName(name).setDomain("local").addInput("x").addOutput("y");
    for (int i = 0; i < calls; i++) {
      function.addNode(
          NodeProto.newBuilder()
              .setOpType(called)
              .setDomain("local")
              .addInput("x")
              .addOutput(i == 0 ? "y" : "y" + i));
    }
    return function.build();
  }

  private static void scale(Path folder, float scale) throws IOException {
    ModelProto.Builder model = TestModels.storedQuantized().proto().toBuilder();
    GraphProto.Builder graph = model.getGraphBuilder();
    for (int i = 0; i < graph.getInitializerCount(); i++) {
      TensorProto old = graph.getInitializer(i);
      if (old.getDataType() == TensorProto.DataType.FLOAT_VALUE && old.getDimsCount() == 0) {
        graph.setInitializer(i, Tensors.ofFloats(old.getName(), new float[] {scale}));
      }
    }
    QuantizedModelReader.read(read(folder, model.build().toByteArray()));
  }
}
