package io.layerbench.quantize;

import io.layerbench.base.ElementType;
import io.layerbench.onnx.Graph;
import io.layerbench.onnx.Layer;
import io.layerbench.onnx.LayerKind;
import io.layerbench.onnx.OnnxModel;
import io.layerbench.onnx.TensorType;
import io.layerbench.onnx.Tensors;
import io.layerbench.onnx.proto.AttributeProto;
import io.layerbench.onnx.proto.GraphProto;
import io.layerbench.onnx.proto.ModelProto;
import io.layerbench.onnx.proto.NodeProto;
import io.layerbench.onnx.proto.OperatorSetIdProto;
import io.layerbench.onnx.proto.TensorProto;
import io.layerbench.onnx.proto.TensorShapeProto;
import io.layerbench.onnx.proto.TypeProto;
import io.layerbench.onnx.proto.ValueInfoProto;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/** Writes small models and their layers by hand. */
final class HandModels {

  private final GraphProto.Builder graph = GraphProto.newBuilder().setName("test");
  private final Random random = new Random(7);
  private final List<List<NodeProto>> groups = new ArrayList<>();
  private final long opset;

  HandModels(long opset) {
    this.opset = opset;
  }

  HandModels input(String name, long... dims) {
    graph.addInput(info(name, ElementType.FLOAT, dims));
    return this;
  }

  HandModels output(String name, long... dims) {
    graph.addOutput(info(name, ElementType.FLOAT, dims));
    return this;
  }

  HandModels edge(String name, long... dims) {
    graph.addValueInfo(info(name, ElementType.FLOAT, dims));
    return this;
  }

  /** A constant of normal random numbers of that deviation. */
  HandModels weights(String name, double deviation, long... dims) {
    int n = (int) Arrays.stream(dims).reduce(1, (a, b) -> a * b);
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = (float) (random.nextGaussian() * deviation);
    }
    return constant(Tensors.ofFloats(name, values, dims));
  }

  HandModels constant(TensorProto tensor) {
    graph.addInitializer(tensor);
    return this;
  }

  /** A part of the model: a layer where its first node has constant weights, else glue. */
  HandModels part(NodeProto... nodes) {
    groups.add(List.of(nodes));
    graph.addAllNode(List.of(nodes));
    return this;
  }

  static NodeProto node(String op, String inputs, String output, AttributeProto... attributes) {
    return NodeProto.newBuilder()
        .setOpType(op)
        .setName(output + "_node")
        .addAllInput(List.of(inputs.split(" ", -1)))
        .addOutput(output)
        .addAllAttribute(List.of(attributes))
        .build();
  }

  static AttributeProto ints(String name, long... values) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.INTS)
        .addAllInts(Arrays.stream(values).boxed().toList())
        .build();
  }

  static ValueInfoProto info(String name, ElementType type, long... dims) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (long dim : dims) {
      shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(dim));
    }
    TypeProto.Tensor tensor =
        TypeProto.Tensor.newBuilder().setElemType(type.onnx()).setShape(shape).build();
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(tensor))
        .build();
  }

  OnnxModel model() {
    return OnnxModel.of(
        ModelProto.newBuilder()
            .setIrVersion(8)
            .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(opset))
            .setGraph(graph)
            .build(),
        "test");
  }

  List<Layer> layers() {
    Graph index = model().graph();
    List<Layer> layers = new ArrayList<>();
    for (List<NodeProto> nodes : groups) {
      Set<String> made = new LinkedHashSet<>();
      Set<String> inputs = new LinkedHashSet<>();
      Set<String> constants = new LinkedHashSet<>();
      nodes.forEach(node -> made.addAll(node.getOutputList()));
      for (NodeProto node : nodes) {
        for (String name : Graph.reads(node)) {
          if (index.isInitializer(name)) {
            constants.add(name);
          } else if (!made.contains(name)) {
            inputs.add(name);
          }
        }
      }
      List<String> outputs =
          made.stream()
              .filter(
                  name ->
                      index.isOutput(name)
                          || index.consumers(name).stream().anyMatch(node -> !nodes.contains(node)))
              .toList();
      NodeProto anchor = nodes.get(0);
      boolean layer =
          Set.of("Conv", "ConvTranspose", "Gemm", "MatMul").contains(anchor.getOpType())
              && index.isInitializer(anchor.getInput(1));
      layers.add(
          new Layer(
              layers.size(),
              anchor.getName(),
              layer ? LayerKind.LAYER : LayerKind.GLUE,
              anchor.getOpType(),
              nodes,
              List.copyOf(inputs),
              outputs,
              List.copyOf(constants),
              constants.stream()
                  .map(index.initializers()::get)
                  .flatMap(Stream::ofNullable)
                  .mapToLong(Tensors::elements)
                  .sum(),
              null));
    }
    return layers;
  }

  static long[] dims(OnnxModel model, String tensor) {
    TensorType type = model.graph().type(tensor);
    if (type == null) {
      throw new IllegalStateException("no type of " + tensor);
    }
    return type.shape();
  }

  /** Two blocks with a residual add and its ReLU, pooled, flattened, classified. */
  static HandModels residual(long opset) {
    return new HandModels(opset)
        .input("x", 1, 3, 16, 16)
        .weights("w1", 0.3, 8, 3, 3, 3)
        .weights("b1", 0.1, 8)
        .weights("w2", 0.2, 8, 8, 3, 3)
        .weights("b2", 0.1, 8)
        .weights("w3", 0.2, 8, 1, 3, 3)
        .weights("wg", 0.3, 8, 5)
        .weights("bg", 0.1, 5)
        .constant(Tensors.ofFloats("low", new float[] {0}))
        .constant(Tensors.ofFloats("high", new float[] {6}))
        .part(node("Conv", "x w1 b1", "c1", ints("pads", 1, 1, 1, 1)), node("Relu", "c1", "r1"))
        .part(node("MaxPool", "r1", "p1", ints("kernel_shape", 2, 2), ints("strides", 2, 2)))
        .part(node("Conv", "p1 w2 b2", "c2", ints("pads", 1, 1, 1, 1)))
        .part(node("Add", "c2 p1", "a1"), node("Relu", "a1", "r2"))
        .part(
            node("Conv", "r2 w3", "c3", ints("pads", 1, 1, 1, 1), GraphBuilder.integer("group", 8)),
            node("Clip", "c3 low high", "r3"))
        .part(node("GlobalAveragePool", "r3", "g1"), node("Flatten", "g1", "f1"))
        .part(node("Gemm", "f1 wg bg", "y"))
        .edge("c1", 1, 8, 16, 16)
        .edge("r1", 1, 8, 16, 16)
        .edge("p1", 1, 8, 8, 8)
        .edge("c2", 1, 8, 8, 8)
        .edge("a1", 1, 8, 8, 8)
        .edge("r2", 1, 8, 8, 8)
        .edge("c3", 1, 8, 8, 8)
        .edge("r3", 1, 8, 8, 8)
        .edge("g1", 1, 8, 1, 1)
        .edge("f1", 1, 8)
        .output("y", 1, 5);
  }
}
