package io.layerbench.quantize;

import io.layerbench.onnx.DeadCode;
import io.layerbench.onnx.Graph;
import io.layerbench.onnx.ModelReader;
import io.layerbench.onnx.OnnxModel;
import io.layerbench.onnx.Simplify;
import io.layerbench.onnx.proto.AttributeProto;
import io.layerbench.onnx.proto.GraphProto;
import io.layerbench.onnx.proto.NodeProto;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads models that arrive quantized: with QuantizeLinear and DequantizeLinear nodes, as PyTorch,
 * TensorFlow's converter, ONNX Runtime and quantization-aware training write them, or in the
 * QOperator form (QLinearConv, QLinearMatMul, …).
 *
 * <p>Parameters belong to tensors: where a file rounds one tensor in two ways, the first is read
 * and the second stays in the graph as it is. So does what this program has no form for; the result
 * says where.
 */
public final class QuantizedModelReader {

  private static final Set<String> LINEAR = Set.of("QuantizeLinear", "DequantizeLinear");

  private QuantizedModelReader() {}

  /** True for a model that states how it is quantized; dynamic quantization states nothing. */
  public static boolean isQuantized(OnnxModel model) {
    return model.graph().nodes().stream()
        .anyMatch(node -> LINEAR.contains(node.getOpType()) || IntegerOperator.isOne(node));
  }

  /**
   * Takes a quantized model apart.
   *
   * @throws io.layerbench.base.InvalidInputException naming the tensor, for scales that are not
   *     above 0 or no numbers, zero points out of range, and parameters that do not fit the type or
   *     the dimensions of what they belong to
   */
  public static QuantizedModel read(OnnxModel model) {
    OnnxModel plain = Simplify.dropPassThrough(constantsAsInitializers(model));
    FloatGraph form = FloatForm.of(plain);
    OnnxModel whole = plain.with(plain.proto().toBuilder().setGraph(form.build()).build());
    OnnxModel simple = DeadCode.remove(Simplify.dropPassThrough(DeadCode.remove(whole)));
    return new QuantizedModel(
        simple,
        new GivenParameters(
            named(form.activations(), form.aliases(), simple.graph()), form.constants()),
        form.warnings());
  }

  /**
   * How the model in a file is quantized; {@link GivenParameters#NONE} where there is no file.
   *
   * @throws io.layerbench.base.InvalidInputException as {@link #read} does
   */
  public static GivenParameters given(@Nullable Path quantized) {
    return quantized == null ? GivenParameters.NONE : read(ModelReader.read(quantized)).given();
  }

  /** PyTorch writes scales and zero points as Constant nodes. */
  private static OnnxModel constantsAsInitializers(OnnxModel model) {
    GraphProto.Builder graph = model.graph().proto().toBuilder().clearNode();
    for (NodeProto node : model.graph().nodes()) {
      AttributeProto value = Graph.attribute(node, "value");
      if (node.getOpType().equals("Constant")
          && value != null
          && value.hasT()
          && !model.graph().isOutput(node.getOutput(0))) {
        graph.addInitializer(value.getT().toBuilder().setName(node.getOutput(0)));
      } else {
        graph.addNode(node);
      }
    }
    return model.with(model.proto().toBuilder().setGraph(graph).build());
  }

  /** A tensor takes over the name of its rounded form where that is an output of the model. */
  private static Map<String, QuantizationParameters> named(
      Map<String, QuantizationParameters> activations, Map<String, String> aliases, Graph graph) {
    Map<String, QuantizationParameters> named = new HashMap<>();
    activations.forEach(
        (tensor, parameters) -> {
          if (exists(tensor, graph)) {
            named.put(tensor, parameters);
          }
        });
    aliases.forEach(
        (alias, tensor) -> {
          QuantizationParameters parameters = activations.get(tensor);
          if (parameters != null && !named.containsKey(tensor) && exists(alias, graph)) {
            named.put(alias, parameters);
          }
        });
    return named;
  }

  private static boolean exists(String tensor, Graph graph) {
    return graph.producer(tensor) != null
        || graph.inputs().stream().anyMatch(input -> input.getName().equals(tensor));
  }
}
