package io.layerbench.onnx;

import io.layerbench.onnx.proto.NodeProto;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Knows which operators' output shapes depend on their inputs' values, so that a shape seen in one
 * run is not taken for a constant where another input would give another.
 */
final class ShapeStability {

  /** Their output's shape depends on the data itself. */
  private static final Set<String> DATA_DEPENDENT =
      Set.of(
          "NonZero",
          "Unique",
          "Compress",
          "NonMaxSuppression",
          "StringSplit",
          "TfIdfVectorizer",
          "ImageDecoder");

  /** The inputs, by their place, whose values are the output's shape. */
  private static final Map<String, int[]> SHAPE_INPUTS =
      Map.ofEntries(
          Map.entry("Reshape", new int[] {1}),
          Map.entry("Expand", new int[] {1}),
          Map.entry("Slice", new int[] {1, 2, 3, 4}),
          Map.entry("Tile", new int[] {1}),
          Map.entry("Pad", new int[] {1, 3}),
          Map.entry("Range", new int[] {0, 1, 2}),
          Map.entry("ConstantOfShape", new int[] {0}),
          Map.entry("Resize", new int[] {1, 2, 3}),
          Map.entry("TopK", new int[] {1}),
          Map.entry("OneHot", new int[] {1}),
          Map.entry("Squeeze", new int[] {1}),
          Map.entry("Unsqueeze", new int[] {1}),
          Map.entry("Split", new int[] {1}),
          Map.entry("AffineGrid", new int[] {1}),
          Map.entry("CenterCropPad", new int[] {1}),
          Map.entry("MaxUnpool", new int[] {2}),
          Map.entry("Col2Im", new int[] {1, 2}),
          Map.entry("DFT", new int[] {1, 2}),
          Map.entry("STFT", new int[] {1, 3}),
          Map.entry("MelWeightMatrix", new int[] {0, 1}),
          Map.entry("BlackmanWindow", new int[] {0}),
          Map.entry("HannWindow", new int[] {0}),
          Map.entry("HammingWindow", new int[] {0}));

  private ShapeStability() {}

  /**
   * True where the node's output shapes are the same for all data.
   *
   * @param stable whether a tensor's shape is
   * @param constant whether a tensor's values are
   */
  static boolean isStable(NodeProto node, Predicate<String> stable, Predicate<String> constant) {
    if (!Nodes.isStandard(node)
        || Nodes.hasSubgraph(node)
        || isNoTensor(node)
        || DATA_DEPENDENT.contains(node.getOpType())) {
      return false;
    }
    if (!node.getInputList().stream().filter(name -> !name.isEmpty()).allMatch(stable)) {
      return false;
    }
    for (int index : shapeInputs(node.getOpType())) {
      String name = Nodes.input(node, index);
      if (!name.isEmpty() && !constant.test(name)) {
        return false;
      }
    }
    return true;
  }

  /** True for operators on sequences, optionals and strings. */
  static boolean isNoTensor(NodeProto node) {
    String op = node.getOpType();
    return op.contains("Sequence") || op.startsWith("Optional") || op.startsWith("String");
  }

  private static int[] shapeInputs(String op) {
    // The axes of a reduction are an input from operator set 13 or 18 on.
    return op.startsWith("Reduce") ? new int[] {1} : SHAPE_INPUTS.getOrDefault(op, new int[0]);
  }
}
