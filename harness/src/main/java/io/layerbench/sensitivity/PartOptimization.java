package io.layerbench.sensitivity;

import io.layerbench.backend.SessionSettings.Optimization;
import io.layerbench.onnx.Graph;
import io.layerbench.onnx.Layer;
import io.layerbench.onnx.TensorType;
import io.layerbench.onnx.proto.AttributeProto;
import io.layerbench.onnx.proto.NodeProto;
import io.layerbench.onnx.proto.TensorProto;
import java.util.List;

/**
 * How far the runtime should rewrite a part that runs alone. In a whole model blocked layouts pay,
 * since tensors stay in them from layer to layer; a part alone converts at both ends. Where a
 * convolution is one product of matrices with many columns, the plain layout is quicker then: by a
 * quarter from 28 × 28 on for EfficientNet-Lite0, while at 7 × 7 it is slower by as much.
 */
final class PartOptimization {

  /** Between 14 × 14, where it makes no difference, and 28 × 28. */
  private static final long LEAST_AREA = 400;

  private PartOptimization() {}

  static Optimization of(Graph graph, Layer part) {
    List<NodeProto> convolutions =
        part.nodes().stream().filter(node -> node.getOpType().equals("Conv")).toList();
    boolean plain =
        !convolutions.isEmpty()
            && convolutions.stream()
                .allMatch(node -> isPointwise(graph, node) && area(graph, node) >= LEAST_AREA);
    return plain ? Optimization.FUSION : Optimization.ALL;
  }

  /** A kernel of 1 over all input channels, at every place. */
  private static boolean isPointwise(Graph graph, NodeProto node) {
    TensorProto weights = graph.initializers().get(node.getInput(1));
    return weights != null
        && weights.getDimsList().stream().skip(2).allMatch(dim -> dim == 1)
        && Graph.attribute(node, "group", 1) == 1
        && all(node, "strides", 1)
        && all(node, "pads", 0);
  }

  private static boolean all(NodeProto node, String attribute, long value) {
    AttributeProto values = Graph.attribute(node, attribute);
    return values == null || values.getIntsList().stream().allMatch(one -> one == value);
  }

  private static long area(Graph graph, NodeProto node) {
    TensorType input = graph.type(node.getInput(0));
    return input == null
        ? 0
        : input.dims().stream().skip(2).mapToLong(Long::longValue).reduce(1, (a, b) -> a * b);
  }
}
