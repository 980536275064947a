package io.layerbench.quantize;

import io.layerbench.base.ElementType;
import io.layerbench.onnx.Graph;
import io.layerbench.onnx.Tensors;
import io.layerbench.onnx.proto.AttributeProto;
import io.layerbench.onnx.proto.NodeProto;
import io.layerbench.onnx.proto.TensorProto;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The constants of one anchor on their way to integers. Gemm's factors are multiplied in, since the
 * integer kernels want a bias in steps of exactly input scale × weight scale.
 */
final class AnchorConstants {

  private final NodeProto anchor;
  private final ConstantForms constants;
  private final Graph graph;
  private final QuantizationParameters weight;
  private final float @Nullable [] bias;
  private final float alpha;
  private final WeightQuantizer quantizer;

  private AnchorConstants(
      NodeProto anchor, ConstantForms constants, Graph graph, Settings settings) {
    this.anchor = anchor;
    this.constants = constants;
    this.graph = graph;
    this.alpha = factor(anchor, "alpha");
    TensorProto tensor = constants.tensor(WeightLayout.weight(anchor));
    long[] dims = WeightQuantizer.dims(tensor);
    this.quantizer = new WeightQuantizer(settings.weights());
    QuantizationParameters parameters =
        quantizer.parameters(
            anchor, tensor.getName(), constants.values(tensor.getName(), alpha), dims);
    this.bias = settings.integerBias() ? integerBias(dims) : null;
    this.weight =
        bias == null
            ? parameters
            : WeightQuantizer.fittingBias(parameters, settings.inputScale(), bias);
  }

  /**
   * @param inputScale the scale of the layer's input
   * @param weights how the weights are quantized
   * @param integerBias whether the bias is quantized, too
   */
  record Settings(float inputScale, WeightScheme weights, boolean integerBias) {}

  /** Replaces weights and bias in the node by their quantized forms. */
  static void quantize(
      NodeProto.Builder node, ConstantForms constants, Graph graph, Settings settings) {
    AnchorConstants anchor = new AnchorConstants(node.build(), constants, graph, settings);
    StoredConstant given = constants.given(WeightLayout.weight(anchor.anchor));
    if (given == null) {
      anchor.write(node, settings.inputScale());
    } else {
      anchor.keep(node, given, settings.inputScale());
    }
  }

  /**
   * Weights and bias as the model arrived with them. A bias that arrived in float becomes integers
   * where these hold it beside scales that may not change, and factors stay in the node.
   */
  private void keep(NodeProto.Builder node, StoredConstant given, float inputScale) {
    node.setInput(WeightLayout.WEIGHT, constants.stored(WeightLayout.weight(anchor), given));
    String name = WeightLayout.hasBias(anchor) ? anchor.getInput(WeightLayout.BIAS) : "";
    StoredConstant givenBias = graph.isInitializer(name) ? constants.given(name) : null;
    if (givenBias != null) {
      node.setInput(WeightLayout.BIAS, constants.stored(name, givenBias));
      return;
    }
    QuantizationParameters steps = WeightQuantizer.biasParameters(given.parameters(), inputScale);
    boolean plain = alpha == 1 && factor(anchor, "beta") == 1;
    if (bias != null && plain && given.parameters().isSymmetric() && fits(bias, steps)) {
      node.setInput(WeightLayout.BIAS, constants.bias(name, bias, steps));
    }
  }

  private static boolean fits(float[] bias, QuantizationParameters steps) {
    if (steps.axis() != null && steps.scales().size() != bias.length) {
      return false;
    }
    for (int i = 0; i < bias.length; i++) {
      if (Math.abs((double) bias[i]) / steps.scale(i) >= 1 << 30) {
        return false;
      }
    }
    return true;
  }

  private void write(NodeProto.Builder node, float inputScale) {
    String weights = WeightLayout.weight(anchor);
    node.setInput(WeightLayout.WEIGHT, constants.weight(weights, alpha, weight, quantizer));
    setFactor(node, "alpha");
    if (bias != null) {
      String quantized =
          constants.bias(
              anchor.getInput(WeightLayout.BIAS),
              bias,
              WeightQuantizer.biasParameters(weight, inputScale));
      node.setInput(WeightLayout.BIAS, quantized);
      setFactor(node, "beta");
    }
  }

  /** The bias as one number per output channel; null where it stays in float. */
  private float @Nullable [] integerBias(long[] weightDims) {
    String name = WeightLayout.hasBias(anchor) ? anchor.getInput(WeightLayout.BIAS) : "";
    // With groups, a transposed convolution has more channels than its weights have scales; it runs
    // in float between its dequantized constants anyway.
    if (anchor.getOpType().equals("ConvTranspose")
        || !graph.isInitializer(name)
        || constants.tensor(name).getDataType() != ElementType.FLOAT.onnx()) {
      return null;
    }
    float[] values = constants.values(name, factor(anchor, "beta"));
    int channels = Math.toIntExact(weightDims[WeightLayout.outputAxis(anchor, weightDims.length)]);
    if (values.length == 1) {
      float[] all = new float[channels];
      Arrays.fill(all, values[0]);
      return all;
    }
    TensorProto tensor = constants.tensor(name);
    boolean perChannel =
        values.length == channels && tensor.getDims(tensor.getDimsCount() - 1) == channels;
    return perChannel && Tensors.elements(tensor) == channels ? values : null;
  }

  private static float factor(NodeProto node, String name) {
    AttributeProto attribute = node.getOpType().equals("Gemm") ? Graph.attribute(node, name) : null;
    return attribute == null ? 1 : attribute.getF();
  }

  private static void setFactor(NodeProto.Builder node, String name) {
    for (int i = 0; i < node.getAttributeCount(); i++) {
      if (node.getOpType().equals("Gemm") && node.getAttribute(i).getName().equals(name)) {
        node.setAttribute(i, GraphBuilder.real(name, 1));
      }
    }
  }
}
