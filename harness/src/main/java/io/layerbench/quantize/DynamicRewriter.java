package io.layerbench.quantize;

import io.layerbench.backend.ActivationType;
import io.layerbench.base.ElementType;
import io.layerbench.onnx.Graph;
import io.layerbench.onnx.OnnxModel;
import io.layerbench.onnx.Tensors;
import io.layerbench.onnx.proto.AttributeProto;
import io.layerbench.onnx.proto.NodeProto;
import io.layerbench.onnx.proto.TensorProto;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes chosen anchors as integer operators on inputs that are quantized at run time. */
final class DynamicRewriter {

  private final Parts parts;
  private final Map<String, WeightScheme> chosen;
  private final GraphBuilder builder;
  private final ConstantForms constants;
  private final Map<String, Quantized> inputs = new HashMap<>();
  private final Map<WeightKey, Quantized> weights = new HashMap<>();

  /** The names of a tensor's integers, of its scale and of its zero point; empty for 0. */
  private record Quantized(String integers, String scale, String zeroPoint) {}

  private record WeightKey(
      String tensor, float factor, boolean transposed, int rank, WeightScheme scheme) {}

  /**
   * @param chosen by the key of an anchor to write so: how its weights become INT8
   */
  DynamicRewriter(Parts parts, Map<String, WeightScheme> chosen) {
    this.parts = parts;
    this.chosen = chosen;
    this.builder = new GraphBuilder(parts.model());
    this.constants =
        new ConstantForms(
            parts.graph(),
            builder,
            new ActivationScales(
                Map.of(),
                new ActivationQuantizer(ActivationType.UINT8, Symmetry.ASYMMETRIC, 8),
                GivenParameters.NONE));
  }

  OnnxModel rewrite(String name) {
    for (NodeProto node : parts.graph().nodes()) {
      WeightScheme scheme = chosen.get(Parts.key(node));
      if (scheme != null) {
        write(node, scheme);
      } else {
        builder.add(node);
      }
    }
    return builder.build(name);
  }

  private void write(NodeProto anchor, WeightScheme scheme) {
    boolean conv = anchor.getOpType().equals("Conv");
    String output = Parts.key(anchor);
    Quantized input = inputs.computeIfAbsent(anchor.getInput(0), this::quantizedInput);
    Quantized weight = weight(anchor, scheme);
    String sum = builder.unique(output + "_int32");
    NodeProto.Builder integers =
        NodeProto.newBuilder()
            .setName(anchor.getName())
            .setOpType(conv ? "ConvInteger" : "MatMulInteger")
            .addAllInput(List.of(input.integers(), weight.integers(), input.zeroPoint()))
            .addOutput(sum);
    if (!weight.zeroPoint().isEmpty()) {
      integers.addInput(weight.zeroPoint());
    }
    if (conv) {
      integers.addAllAttribute(anchor.getAttributeList());
    }
    builder.add(integers.build());
    String real = builder.unique(output + "_real");
    builder.cast(sum, real, ElementType.FLOAT);
    String scale = builder.unique(output + "_scale");
    builder.add("Mul", List.of(input.scale(), weight.scale()), scale);
    boolean biased = WeightLayout.hasBias(anchor);
    String product = biased ? builder.unique(output + "_product") : output;
    builder.add("Mul", List.of(real, scale), product);
    if (biased) {
      builder.add("Add", List.of(product, bias(anchor)), output);
    }
  }

  private Quantized quantizedInput(String tensor) {
    Quantized made =
        new Quantized(
            builder.unique(tensor + "_q"),
            builder.unique(tensor + "_scale"),
            builder.unique(tensor + "_zero_point"));
    builder.add(
        NodeProto.newBuilder()
            .setName(builder.unique(tensor + "_DynamicQuantizeLinear"))
            .setOpType("DynamicQuantizeLinear")
            .addInput(tensor)
            .addAllOutput(List.of(made.integers(), made.scale(), made.zeroPoint()))
            .build());
    return made;
  }

  private Quantized weight(NodeProto anchor, WeightScheme scheme) {
    boolean transposed = Graph.attribute(anchor, "transB", 0) != 0;
    String name = WeightLayout.weight(anchor);
    int rank = constants.tensor(name).getDimsCount();
    return weights.computeIfAbsent(
        new WeightKey(name, factor(anchor, "alpha"), transposed, rank, scheme),
        key -> quantizedWeight(anchor, key));
  }

  private Quantized quantizedWeight(NodeProto anchor, WeightKey key) {
    TensorProto tensor = constants.tensor(key.tensor());
    long[] dims = WeightQuantizer.dims(tensor);
    float[] values = constants.values(key.tensor(), key.factor());
    WeightQuantizer quantizer = new WeightQuantizer(key.scheme());
    QuantizationParameters parameters = quantizer.parameters(anchor, key.tensor(), values, dims);
    byte[] integers = quantizer.quantize(values, dims, parameters);
    if (key.transposed()) {
      integers = transpose(integers, Math.toIntExact(dims[0]), Math.toIntExact(dims[1]));
      dims = new long[] {dims[1], dims[0]};
    }
    String name = builder.unique(key.tensor() + "_q");
    builder.constant(Tensors.of(name, parameters.elementType(), ByteBuffer.wrap(integers), dims));
    return new Quantized(
        name,
        scale(key, anchor, parameters),
        parameters.isSymmetric() ? "" : zeroPoint(name, parameters));
  }

  /** The scales in a shape that multiplies the output: a vector for the last dimension, or 1. */
  private String scale(WeightKey key, NodeProto anchor, QuantizationParameters parameters) {
    float[] scales = new float[parameters.scales().size()];
    for (int i = 0; i < scales.length; i++) {
      scales[i] = parameters.scale(i);
    }
    long[] dims = parameters.axis() == null ? new long[0] : new long[] {scales.length};
    boolean alongChannels = parameters.axis() != null && anchor.getOpType().equals("Conv");
    return builder.constant(
        Tensors.ofFloats(
            builder.unique(key.tensor() + "_scale"),
            scales,
            alongChannels ? channelDims(scales.length, key.rank()) : dims));
  }

  private String zeroPoint(String integers, QuantizationParameters parameters) {
    int[] zeroPoints = parameters.zeroPoints().stream().mapToInt(Integer::intValue).toArray();
    long[] dims = parameters.axis() == null ? new long[0] : new long[] {zeroPoints.length};
    return builder.constant(
        StoredConstant.tensor(parameters.elementType(), zeroPoints, dims).toBuilder()
            .setName(builder.unique(integers + "_zero_point"))
            .build());
  }

  private static byte[] transpose(byte[] matrix, int rows, int columns) {
    byte[] transposed = new byte[matrix.length];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        transposed[column * rows + row] = matrix[row * columns + column];
      }
    }
    return transposed;
  }

  private String bias(NodeProto anchor) {
    String name = anchor.getInput(WeightLayout.BIAS);
    boolean conv = anchor.getOpType().equals("Conv");
    float factor = factor(anchor, "beta");
    if (!conv && factor == 1) {
      return name;
    }
    TensorProto tensor = constants.tensor(name);
    float[] values = constants.values(name, factor);
    int rank = constants.tensor(WeightLayout.weight(anchor)).getDimsCount();
    long[] dims = conv ? channelDims(values.length, rank) : WeightQuantizer.dims(tensor);
    return builder.constant(Tensors.ofFloats(builder.unique(name + "_bias"), values, dims));
  }

  /** 1×C×1×1 for a convolution over an image. */
  private static long[] channelDims(int channels, int rank) {
    long[] dims = new long[rank];
    Arrays.fill(dims, 1);
    dims[1] = channels;
    return dims;
  }

  private static float factor(NodeProto node, String name) {
    AttributeProto attribute = node.getOpType().equals("Gemm") ? Graph.attribute(node, name) : null;
    return attribute == null ? 1 : attribute.getF();
  }
}
