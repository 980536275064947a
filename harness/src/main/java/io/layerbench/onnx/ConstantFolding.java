package io.layerbench.onnx;

import io.layerbench.base.ElementType;
import io.layerbench.onnx.proto.AttributeProto;
import io.layerbench.onnx.proto.GraphProto;
import io.layerbench.onnx.proto.NodeProto;
import io.layerbench.onnx.proto.TensorProto;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Replaces what does not depend on the model's input data by constants.
 *
 * <p>This class says what can be folded and puts the values in; the caller computes them by running
 * the model with those tensors as outputs.
 */
public final class ConstantFolding {

  private static final Set<String> NEVER =
      Set.of(
          "RandomNormal",
          "RandomNormalLike",
          "RandomUniform",
          "RandomUniformLike",
          "Multinomial",
          "Bernoulli",
          // Random in training mode.
          "Dropout",
          // A quantized weight stays quantized.
          "DequantizeLinear");

  private final Set<String> constant = new HashSet<>();
  private final Set<String> stable = new HashSet<>();
  private final Set<String> foldable = new LinkedHashSet<>();

  private ConstantFolding() {}

  /**
   * The tensors, in the nodes' order, that have the same values for all input data.
   *
   * @param shaped a model whose inputs have concrete shapes
   */
  public static Set<String> foldable(OnnxModel shaped) {
    ConstantFolding folding = new ConstantFolding();
    Graph graph = shaped.graph();
    graph.inputs().forEach(input -> folding.stable.add(input.getName()));
    for (TensorProto tensor : graph.initializers().values()) {
      folding.stable.add(tensor.getName());
      if (ElementType.isSupported(tensor.getDataType())) {
        folding.constant.add(tensor.getName());
      }
    }
    graph.nodes().forEach(folding::visit);
    return folding.foldable;
  }

  private void visit(NodeProto node) {
    if (ShapeStability.isStable(node, stable::contains, constant::contains)) {
      stable.addAll(node.getOutputList());
    }
    if (isFoldable(node)) {
      for (String output : node.getOutputList()) {
        if (!output.isEmpty()) {
          stable.add(output);
          constant.add(output);
          foldable.add(output);
        }
      }
    }
  }

  private boolean isFoldable(NodeProto node) {
    if (!Nodes.isStandard(node)
        || Nodes.hasSubgraph(node)
        || NEVER.contains(node.getOpType())
        || ShapeStability.isNoTensor(node)
        || !makesSupportedType(node)) {
      return false;
    }
    if (Nodes.is(node, "Shape", "Size")) {
      return stable.contains(Nodes.input(node, 0));
    }
    Set<String> reads = Graph.reads(node);
    return reads.isEmpty() ? Nodes.is(node, "Constant") : constant.containsAll(reads);
  }

  /** Strings and the exotic number types have no place in the caller's buffers. */
  private static boolean makesSupportedType(NodeProto node) {
    for (AttributeProto attribute : node.getAttributeList()) {
      String name = attribute.getName();
      if (name.equals("to") && !ElementType.isSupported((int) attribute.getI())) {
        return false;
      }
      if (name.startsWith("value_string") || attribute.hasSparseTensor()) {
        return false;
      }
      if (attribute.hasT() && !ElementType.isSupported(attribute.getT().getDataType())) {
        return false;
      }
    }
    return true;
  }

  /**
   * The model with these tensors as constants, and without the nodes and constants that nothing
   * needs any more. Nodes that only pass their input on are dropped, too ({@link Simplify}).
   *
   * @param values by tensor name, for any of the {@link #foldable} tensors; a node is replaced when
   *     all its outputs are here
   */
  public static OnnxModel fold(OnnxModel model, Map<String, TensorProto> values) {
    GraphProto.Builder folded = model.graph().proto().toBuilder().clearNode();
    for (NodeProto node : model.graph().nodes()) {
      if (isReplaced(node, values)) {
        for (String output : node.getOutputList()) {
          TensorProto value = values.get(output);
          if (value != null) {
            folded.addInitializer(value.toBuilder().setName(output));
          }
        }
      } else {
        folded.addNode(node);
      }
    }
    OnnxModel live = DeadCode.remove(Edges.withGraph(model, folded));
    return DeadCode.remove(Simplify.dropPassThrough(live));
  }

  private static boolean isReplaced(NodeProto node, Map<String, TensorProto> values) {
    return Nodes.outputs(node) > 0
        && node.getOutputList().stream()
            .filter(name -> !name.isEmpty())
            .allMatch(values::containsKey);
  }
}
