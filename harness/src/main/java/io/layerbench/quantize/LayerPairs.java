package io.layerbench.quantize;

import io.layerbench.onnx.Layer;
import io.layerbench.onnx.OnnxModel;
import io.layerbench.onnx.TensorType;
import io.layerbench.onnx.proto.NodeProto;
import io.layerbench.onnx.proto.TensorProto;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which layer of one model is which of another that was made from the same network, for example by
 * quantization-aware training.
 *
 * <p>Two layers can be a pair where operator, weights, activation, inputs and outputs have the same
 * form (a Gemm and a MatMul of the same matrix do). Of all pairings that keep the order of both
 * models, the one with the most equal names is taken, among those one with the most pairs, and
 * among those one with the most pairs of the same place: so names decide where exports agree on
 * them, and order and shapes where they do not.
 *
 * @param pairs by the name of the first model's layer, in its order: the second model's
 * @param unpaired the first model's layers without a counterpart
 */
public record LayerPairs(Map<String, String> pairs, List<String> unpaired) {

  private static final Set<String> NO_ACTIVATION =
      Set.of("Add", "BatchNormalization", "Identity", "DequantizeLinear");

  public LayerPairs {
    pairs = new LinkedHashMap<>(pairs);
    unpaired = List.copyOf(unpaired);
  }

  /**
   * Pairs the layers of two prepared models.
   *
   * @param layers of the first, glue among them
   * @param otherLayers of the second, likewise
   */
  public static LayerPairs of(
      OnnxModel model, List<Layer> layers, OnnxModel other, List<Layer> otherLayers) {
    List<Form> first = forms(model, layers);
    List<Form> second = forms(other, otherLayers);
    long[][] best = scores(first, second);
    Map<String, String> pairs = new LinkedHashMap<>();
    List<String> unpaired = new ArrayList<>();
    int j = 0;
    for (int i = 0; i < first.size(); i++) {
      // Skips what the best pairing leaves out of the second model.
      while (j < second.size() && best[i][j] == best[i][j + 1]) {
        j++;
      }
      if (j < second.size() && best[i][j] != best[i + 1][j]) {
        pairs.put(first.get(i).name(), second.get(j++).name());
      } else {
        unpaired.add(first.get(i).name());
      }
    }
    return new LayerPairs(pairs, unpaired);
  }

  /**
   * What must agree, and the name.
   *
   * @param weights the dimensions, inputs before outputs for a matrix
   */
  private record Form(
      String name,
      String operator,
      List<Long> weights,
      List<String> activations,
      List<TensorType> ends) {

    boolean fits(Form other) {
      return operator.equals(other.operator)
          && weights.equals(other.weights)
          && activations.equals(other.activations)
          && ends.equals(other.ends);
    }
  }

  /** The score of the best pairing of what is left from each place on. */
  private static long[][] scores(List<Form> first, List<Form> second) {
    long more = Math.min(first.size(), second.size()) + 1L;
    long[][] best = new long[first.size() + 1][second.size() + 1];
    for (int i = first.size() - 1; i >= 0; i--) {
      for (int j = second.size() - 1; j >= 0; j--) {
        best[i][j] = Math.max(best[i + 1][j], best[i][j + 1]);
        if (first.get(i).fits(second.get(j))) {
          boolean named = first.get(i).name().equals(second.get(j).name());
          long score = more + (named ? more * more : 0) + (i == j ? 1 : 0);
          best[i][j] = Math.max(best[i][j], best[i + 1][j + 1] + score);
        }
      }
    }
    return best;
  }

  private static List<Form> forms(OnnxModel model, List<Layer> layers) {
    return layers.stream().filter(Layer::isRanked).map(layer -> form(model, layer)).toList();
  }

  private static Form form(OnnxModel model, Layer layer) {
    NodeProto anchor = layer.anchor();
    boolean matrix = Set.of("Gemm", "MatMul").contains(anchor.getOpType());
    TensorProto weights = model.graph().initializers().get(WeightLayout.weight(anchor));
    List<Long> dims = weights == null ? List.of() : weights.getDimsList();
    if (matrix && dims.size() == 2 && WeightLayout.outputAxis(anchor, 2) == 0) {
      dims = List.of(dims.get(1), dims.get(0));
    }
    return new Form(
        layer.name(),
        matrix ? "matrix" : anchor.getOpType(),
        dims,
        layer.nodes().stream()
            .skip(1)
            .map(NodeProto::getOpType)
            .filter(op -> !NO_ACTIVATION.contains(op))
            .toList(),
        Stream.concat(layer.inputs().stream(), layer.outputs().stream())
            .map(tensor -> Objects.requireNonNull(model.graph().type(tensor), tensor))
            .toList());
  }
}
