package io.layerbench.quantize;

import io.layerbench.base.ElementType;
import io.layerbench.onnx.DeadCode;
import io.layerbench.onnx.Graph;
import io.layerbench.onnx.OnnxModel;
import io.layerbench.onnx.Tensors;
import io.layerbench.onnx.proto.NodeProto;
import io.layerbench.onnx.proto.TensorProto;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lets float kernels give what integer kernels give: every layer between quantize and dequantize is
 * computed on the integers themselves, held as floats, {@code q_y = round((Σ (q_x − z_x) · (q_w −
 * z_w) + q_b) · (s_x · s_w / s_y)) + z_y}, which is what ONNX Runtime's integer kernels compute.
 *
 * <p>Sums of integers are exact in float up to 2^24. Computed on the dequantized numbers instead,
 * they carry rounding errors, and a result that lies that near to half a step goes the other way;
 * the layers behind multiply such differences until a hundredth of the items gets another class.
 */
final class IntegerSimulator {

  private static final Set<String> ANCHORS = Set.of("Conv", "Gemm", "MatMul");

  private final Graph graph;
  private final GraphBuilder builder;
  private final String one;
  private final Map<String, NodeProto> replaced = new HashMap<>();

  private IntegerSimulator(OnnxModel model) {
    this.graph = model.graph();
    this.builder = new GraphBuilder(model);
    this.one = builder.unique("one_step");
  }

  /** The operands of a layer as the model stores them. */
  private record Operands(
      NodeProto input, StoredConstant weight, @Nullable StoredConstant bias, float inputScale) {}

  /**
   * The simulation of an explicit QDQ model.
   *
   * @return a model that must be run as it is written: an optimizer would fold the factors into the
   *     weights
   */
  static OnnxModel of(OnnxModel qdq) {
    IntegerSimulator simulator = new IntegerSimulator(qdq);
    for (NodeProto node : qdq.graph().nodes()) {
      Operands operands = simulator.operands(node);
      if (operands != null) {
        simulator.write(node, operands);
      } else {
        NodeProto instead = simulator.replaced.get(Parts.key(node));
        simulator.builder.add(instead == null ? node : instead);
      }
    }
    return DeadCode.remove(simulator.builder.build(qdq.name()));
  }

  /** What that node computes with; null for a node that is no layer on integers. */
  private @Nullable Operands operands(NodeProto node) {
    if (!ANCHORS.contains(node.getOpType()) || !plain(node)) {
      return null;
    }
    NodeProto input = dequantize(node.getInput(0));
    StoredConstant weight = stored(node.getInput(1));
    boolean biased = WeightLayout.hasBias(node);
    StoredConstant bias = biased ? stored(node.getInput(WeightLayout.BIAS)) : null;
    if (input == null || weight == null || (biased && bias == null)) {
      return null;
    }
    float[] scale = floats(input.getInput(1));
    Integer axis = weight.parameters().axis();
    boolean fits = axis == null || axis == WeightLayout.outputAxis(node, weight.dims().length);
    if (scale == null || scale.length != 1 || !fits) {
      return null;
    }
    return bias == null || inSteps(bias, scale[0], weight)
        ? new Operands(input, weight, bias, scale[0])
        : null;
  }

  /** True without factors of Gemm's own. */
  private static boolean plain(NodeProto node) {
    return node.getAttributeList().stream()
        .filter(attribute -> Set.of("alpha", "beta").contains(attribute.getName()))
        .allMatch(attribute -> attribute.getF() == 1);
  }

  /** True for a bias in steps of input scale × weight scale, up to how that product was rounded. */
  private static boolean inSteps(StoredConstant bias, float inputScale, StoredConstant weight) {
    int channels = weight.parameters().scales().size();
    if (bias.parameters().elementType() != ElementType.INT32
        || bias.parameters().scales().size() != channels) {
      return false;
    }
    for (int i = 0; i < channels; i++) {
      double product = (double) inputScale * weight.parameters().scale(i);
      if (Math.abs(bias.parameters().scale(i) / product - 1) > 1e-6) {
        return false;
      }
    }
    return true;
  }

  private void write(NodeProto node, Operands operands) {
    NodeProto.Builder exact = node.toBuilder();
    exact.setInput(0, whole(operands.input()));
    exact.setInput(1, whole(node.getInput(1), operands.weight()));
    if (operands.bias() != null) {
      exact.setInput(WeightLayout.BIAS, whole(node.getInput(WeightLayout.BIAS), operands.bias()));
    }
    String output = node.getOutput(0);
    String sum = builder.unique(output + "_sum");
    builder.add(exact.setOutput(0, sum).build());
    float outputScale = outputScale(output);
    QuantizationParameters weight = operands.weight().parameters();
    float[] factors = new float[weight.scales().size()];
    for (int i = 0; i < factors.length; i++) {
      // In the order in which ONNX Runtime rounds.
      factors[i] = operands.inputScale() * weight.scale(i) / outputScale;
    }
    long[] dims = new long[weight.axis() == null ? 0 : operands.weight().dims().length];
    Arrays.fill(dims, 1);
    if (weight.axis() != null) {
      dims[node.getOpType().equals("Conv") ? 1 : dims.length - 1] = factors.length;
    }
    String factor =
        builder.constant(Tensors.ofFloats(builder.unique(sum + "_factor"), factors, dims));
    builder.add("Mul", List.of(sum, factor), output);
  }

  /**
   * The scale of what is quantized behind a layer, in whose steps the layer's output is given from
   * now on; 1 where it is not only quantized.
   */
  private float outputScale(String output) {
    List<NodeProto> readers = graph.consumers(output);
    if (readers.size() != 1 || graph.isOutput(output)) {
      return 1;
    }
    NodeProto reader = readers.get(0);
    if (Set.of("Relu", "Clip").contains(reader.getOpType())) {
      return clampInSteps(reader);
    }
    float[] scale = reader.getOpType().equals("QuantizeLinear") ? floats(reader.getInput(1)) : null;
    if (scale == null || scale.length != 1) {
      return 1;
    }
    replaced.put(Parts.key(reader), reader.toBuilder().setInput(1, one()).build());
    return scale[0];
  }

  private float clampInSteps(NodeProto clamp) {
    NodeProto.Builder inSteps = clamp.toBuilder();
    for (int i = 1; i < clamp.getInputCount(); i++) {
      if (!clamp.getInput(i).isEmpty() && floats(clamp.getInput(i)) == null) {
        return 1;
      }
    }
    float scale = outputScale(clamp.getOutput(0));
    for (int i = 1; i < clamp.getInputCount() && scale != 1; i++) {
      float[] bound = floats(clamp.getInput(i));
      if (bound != null) {
        inSteps.setInput(
            i,
            builder.constant(
                Tensors.ofFloats(
                    builder.unique(clamp.getInput(i) + "_steps"), new float[] {bound[0] / scale})));
      }
    }
    replaced.put(Parts.key(clamp), inSteps.build());
    return scale;
  }

  /** The input's integers, less the zero point, as floats. */
  private String whole(NodeProto dequantize) {
    String output = builder.unique(dequantize.getOutput(0) + "_whole");
    builder.add(
        dequantize.toBuilder()
            .setName(output + "_node")
            .setInput(1, one())
            .setOutput(0, output)
            .build());
    return output;
  }

  private String whole(String name, StoredConstant stored) {
    QuantizationParameters parameters = stored.parameters();
    QuantizationParameters steps =
        parameters.withScales(Collections.nCopies(parameters.scales().size(), 1f));
    return builder.constant(
        new StoredConstant(stored.integers(), steps).dequantized(builder.unique(name + "_whole")));
  }

  private String one() {
    return builder.constant(Tensors.ofFloats(one, new float[] {1}));
  }

  private @Nullable NodeProto dequantize(String tensor) {
    NodeProto producer = graph.producer(tensor);
    return producer != null && producer.getOpType().equals("DequantizeLinear") ? producer : null;
  }

  private @Nullable StoredConstant stored(String tensor) {
    NodeProto dequantize = dequantize(tensor);
    TensorProto integers =
        dequantize == null ? null : graph.initializers().get(dequantize.getInput(0));
    if (dequantize == null || integers == null || !FloatGraph.isReadable(integers)) {
      return null;
    }
    QuantizationParameters parameters =
        new LinearParameters(graph)
            .of(
                LinearParameters.stated(dequantize),
                dequantize.getInput(0),
                integers,
                integers.getDataType());
    return parameters == null ? null : new StoredConstant(integers, parameters);
  }

  private float @Nullable [] floats(String constant) {
    TensorProto tensor = graph.initializers().get(constant);
    return tensor == null ? null : Tensors.floats(tensor);
  }
}
