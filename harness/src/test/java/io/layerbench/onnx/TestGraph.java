package io.layerbench.onnx;

import io.layerbench.base.ElementType;
import io.layerbench.onnx.proto.AttributeProto;
import io.layerbench.onnx.proto.GraphProto;
import io.layerbench.onnx.proto.ModelProto;
import io.layerbench.onnx.proto.NodeProto;
import io.layerbench.onnx.proto.OperatorSetIdProto;
import io.layerbench.onnx.proto.TensorProto;
import io.layerbench.onnx.proto.TensorShapeProto;
import io.layerbench.onnx.proto.TypeProto;
import io.layerbench.onnx.proto.ValueInfoProto;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Builds small models in tests; its weights are random, and the same in every run. */
public final class TestGraph {

  private final String name;
  private final long opset;
  private final Random random = new Random(42);
  private final GraphProto.Builder graph = GraphProto.newBuilder();

  public TestGraph(String name, long opset) {
    this.name = name;
    this.opset = opset;
    graph.setName(name);
  }

  /**
   * Adds a FLOAT input.
   *
   * @param dims integers for fixed dimensions, strings for named free ones
   */
  public TestGraph input(String input, Object... dims) {
    return input(input, ElementType.FLOAT, dims);
  }

  public TestGraph input(String input, ElementType type, Object... dims) {
    graph.addInput(info(input, type, dims));
    return this;
  }

  public static ValueInfoProto info(String name, ElementType type, Object... dims) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (Object dim : dims) {
      if (dim instanceof Integer value) {
        shape.addDimBuilder().setDimValue(value);
      } else {
        shape.addDimBuilder().setDimParam(dim.toString());
      }
    }
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            TypeProto.newBuilder()
                .setTensorType(
                    TypeProto.Tensor.newBuilder().setElemType(type.onnx()).setShape(shape)))
        .build();
  }

  /** Adds a FLOAT output without a shape. */
  public TestGraph output(String output) {
    return output(output, ElementType.FLOAT);
  }

  public TestGraph output(String output, ElementType type) {
    graph.addOutput(
        ValueInfoProto.newBuilder()
            .setName(output)
            .setType(
                TypeProto.newBuilder()
                    .setTensorType(TypeProto.Tensor.newBuilder().setElemType(type.onnx()))));
    return this;
  }

  /** Adds a FLOAT constant of normally distributed numbers with a variance of 1 / fan-in. */
  public TestGraph weights(String constant, long... dims) {
    int n = (int) Arrays.stream(dims).reduce(1, (a, b) -> a * b);
    double fanIn = dims.length == 1 ? 4 : (double) n / dims[0];
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = (float) (random.nextGaussian() / Math.sqrt(fanIn));
    }
    return constant(Tensors.ofFloats(constant, values, dims));
  }

  /** Adds a FLOAT constant of numbers from 0.5 to 1.5, for scales and variances. */
  public TestGraph positive(String constant, int n) {
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = 0.5f + random.nextFloat();
    }
    return constant(Tensors.ofFloats(constant, values, n));
  }

  /** Adds a FLOAT scalar. */
  public TestGraph scalar(String constant, float value) {
    return constant(Tensors.ofFloats(constant, new float[] {value}));
  }

  public TestGraph longs(String constant, long... values) {
    return constant(Tensors.ofLongs(constant, values, values.length));
  }

  public TestGraph constant(TensorProto tensor) {
    graph.addInitializer(tensor);
    return this;
  }

  /** Adds a node with one output; the inputs are separated by blanks, "_" is one left out. */
  public TestGraph node(
      String op, String node, String inputs, String output, AttributeProto... attributes) {
    return node(
        NodeProto.newBuilder()
            .setOpType(op)
            .setName(node)
            .addAllInput(names(inputs))
            .addAllOutput(names(output))
            .addAllAttribute(List.of(attributes))
            .build());
  }

  public TestGraph node(NodeProto node) {
    graph.addNode(node);
    return this;
  }

  private static List<String> names(String text) {
    return text.isEmpty()
        ? List.of()
        : Arrays.stream(text.split(" ", -1)).map(n -> n.equals("_") ? "" : n).toList();
  }

  public static AttributeProto ints(String name, long... values) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.INTS)
        .addAllInts(Arrays.stream(values).boxed().toList())
        .build();
  }

  public static AttributeProto integer(String name, long value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.INT)
        .setI(value)
        .build();
  }

  public static AttributeProto number(String name, float value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.FLOAT)
        .setF(value)
        .build();
  }

  public static AttributeProto tensor(String name, TensorProto value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.TENSOR)
        .setT(value)
        .build();
  }

  public static AttributeProto graph(String name, TestGraph body) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.GRAPH)
        .setG(body.graph)
        .build();
  }

  public ModelProto proto() {
    return ModelProto.newBuilder()
        .setIrVersion(8)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(opset))
        .setGraph(graph)
        .build();
  }

  public OnnxModel model() {
    return OnnxModel.of(proto(), name);
  }
}
