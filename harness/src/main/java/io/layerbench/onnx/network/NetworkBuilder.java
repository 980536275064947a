package io.layerbench.onnx.network;

import io.layerbench.base.ElementType;
import io.layerbench.onnx.IdentityModel;
import io.layerbench.onnx.OnnxModel;
import io.layerbench.onnx.TensorType;
import io.layerbench.onnx.Tensors;
import io.layerbench.onnx.proto.AttributeProto;
import io.layerbench.onnx.proto.GraphProto;
import io.layerbench.onnx.proto.ModelProto;
import io.layerbench.onnx.proto.NodeProto;
import io.layerbench.onnx.proto.OperatorSetIdProto;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Puts an image classifier together, node by node. A node's name is its module's name in
 * torchvision, and its parameters are called as they are there (conv1.weight, bn1.running_mean);
 * what a node makes is called like the node.
 */
final class NetworkBuilder {

  private static final int OPSET = 17;
  private static final int IR_VERSION = 8;
  private static final float EPSILON = 1e-5f;
  private static final String IMAGE = "image";
  private static final String LOGITS = "logits";
  private static final int IMAGE_CHANNELS = 3;
  private static final int IMAGE_SIZE = 224;

  private final String name;
  private final SeededWeights weights;
  private final GraphProto.Builder graph = GraphProto.newBuilder();

  NetworkBuilder(String name, long seed) {
    this.name = name;
    this.weights = new SeededWeights(seed);
    graph.setName(name);
  }

  /** A convolution's geometry; the padding keeps the size at stride 1. */
  record Window(int kernel, int stride, int groups) {

    static Window of(int kernel, int stride) {
      return new Window(kernel, stride, 1);
    }

    long padding() {
      return (kernel - 1L) / 2;
    }
  }

  /**
   * Which weights a convolution and its batch norm begin with. Each keeps the mean square of what
   * goes through it, so that no depth makes the activations grow or vanish.
   *
   * @param gain of the weights, see {@link SeededWeights#normal}
   * @param scale the centre of batch norm's scales
   */
  record Start(double gain, double scale) {

    /** Before an activation, which takes half of the mean square away. */
    static final Start BEFORE_ACTIVATION = new Start(2, 1);

    /** Before no activation. */
    static final Start LINEAR = new Start(1, 1);

    /** Before a residual sum: the branch adds a quarter to the mean square, not all of it. */
    static final Start BEFORE_SUM = new Start(1, 0.5);
  }

  /** The input: images of 3 × 224 × 224, as many as the batch has. */
  Feature image() {
    graph.addInput(IdentityModel.valueInfo(IMAGE, type(IMAGE_CHANNELS, IMAGE_SIZE, IMAGE_SIZE)));
    return new Feature(IMAGE, IMAGE_CHANNELS);
  }

  /**
   * A convolution without bias and its batch norm.
   *
   * @param norm the batch norm's name
   * @param start which weights they begin with
   */
  Feature normalised(
      String convolution, String norm, Feature in, int channels, Window window, Start start) {
    Feature sum = convolution(convolution, in, channels, window, start.gain());
    String mean = norm + ".running_mean";
    String variance = norm + ".running_var";
    graph.addInitializer(weights.near(norm + ".weight", start.scale(), channels));
    graph.addInitializer(weights.near(norm + ".bias", 0, channels));
    graph.addInitializer(weights.near(mean, 0, channels));
    graph.addInitializer(weights.near(variance, 1, channels));
    return node(
        "BatchNormalization",
        norm,
        List.of(sum.tensor(), norm + ".weight", norm + ".bias", mean, variance),
        channels,
        AttributeProto.newBuilder()
            .setName("epsilon")
            .setType(AttributeProto.AttributeType.FLOAT)
            .setF(EPSILON)
            .build());
  }

  private Feature convolution(
      String convolution, Feature in, int channels, Window window, double gain) {
    int kernel = window.kernel();
    String weight = convolution + ".weight";
    graph.addInitializer(
        weights.normal(weight, gain, channels, in.channels() / window.groups(), kernel, kernel));
    return node(
        "Conv",
        convolution,
        List.of(in.tensor(), weight),
        channels,
        ints("kernel_shape", kernel, kernel),
        ints("strides", window.stride(), window.stride()),
        pads(window),
        integer("group", window.groups()));
  }

  Feature relu(String relu, Feature in) {
    return node("Relu", relu, List.of(in.tensor()), in.channels());
  }

  /** ReLU6: min(max(x, 0), 6). */
  Feature relu6(String relu, Feature in) {
    String low = relu + ".min";
    String high = relu + ".max";
    graph.addInitializer(Tensors.ofFloats(low, new float[] {0}));
    graph.addInitializer(Tensors.ofFloats(high, new float[] {6}));
    return node("Clip", relu, List.of(in.tensor(), low, high), in.channels());
  }

  Feature maxPool(String pool, Feature in, Window window) {
    return node(
        "MaxPool",
        pool,
        List.of(in.tensor()),
        in.channels(),
        ints("kernel_shape", window.kernel(), window.kernel()),
        ints("strides", window.stride(), window.stride()),
        pads(window));
  }

  Feature add(String sum, Feature a, Feature b) {
    return node("Add", sum, List.of(a.tensor(), b.tensor()), a.channels());
  }

  /** Global average pooling and a fully connected layer with bias: the model, finished. */
  OnnxModel classified(Feature in, String linear, int classes) {
    Feature pooled = node("GlobalAveragePool", "avgpool", List.of(in.tensor()), in.channels());
    Feature flat = node("Flatten", "flatten", List.of(pooled.tensor()), in.channels());
    graph.addInitializer(weights.normal(linear + ".weight", 1, classes, in.channels()));
    graph.addInitializer(weights.near(linear + ".bias", 0, classes));
    graph.addNode(
        NodeProto.newBuilder()
            .setOpType("Gemm")
            .setName(linear)
            .addAllInput(List.of(flat.tensor(), linear + ".weight", linear + ".bias"))
            .addOutput(LOGITS)
            .addAttribute(integer("transB", 1)));
    graph.addOutput(IdentityModel.valueInfo(LOGITS, type(classes)));
    return OnnxModel.of(
        ModelProto.newBuilder()
            .setIrVersion(IR_VERSION)
            .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPSET))
            .setGraph(graph)
            .build(),
        name);
  }

  private Feature node(
      String op, String node, List<String> inputs, int channels, AttributeProto... attributes) {
    graph.addNode(
        NodeProto.newBuilder()
            .setOpType(op)
            .setName(node)
            .addAllInput(inputs)
            .addOutput(node)
            .addAllAttribute(List.of(attributes)));
    return new Feature(node, channels);
  }

  /** The type of a float tensor behind a free batch dimension. */
  private static TensorType type(long... dims) {
    long[] batched = LongStream.concat(LongStream.of(-1), LongStream.of(dims)).toArray();
    return TensorType.of(ElementType.FLOAT.onnx(), batched);
  }

  private static AttributeProto pads(Window window) {
    long padding = window.padding();
    return ints("pads", padding, padding, padding, padding);
  }

  private static AttributeProto ints(String attribute, long... values) {
    return AttributeProto.newBuilder()
        .setName(attribute)
        .setType(AttributeProto.AttributeType.INTS)
        .addAllInts(Arrays.stream(values).boxed().toList())
        .build();
  }

  private static AttributeProto integer(String attribute, long value) {
    return AttributeProto.newBuilder()
        .setName(attribute)
        .setType(AttributeProto.AttributeType.INT)
        .setI(value)
        .build();
  }
}
