package io.layerbench.onnx;

import io.layerbench.base.ElementType;
import io.layerbench.onnx.proto.GraphProto;
import io.layerbench.onnx.proto.NodeProto;
import io.layerbench.onnx.proto.TensorProto;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Drops the nodes that only pass their input on: Identity, and Dropout at inference. */
public final class Simplify {

  private final Graph graph;

  /** The tensors that a subgraph takes from outside: renaming them would need scoping rules. */
  private final Set<String> captured = new HashSet<>();

  /** What a reader of that tensor reads instead. */
  private final Map<String, String> readInstead = new HashMap<>();

  /** What the maker of that tensor calls it instead. */
  private final Map<String, String> makeInstead = new HashMap<>();

  private Simplify(Graph graph) {
    this.graph = graph;
    for (NodeProto node : graph.nodes()) {
      if (Nodes.hasSubgraph(node)) {
        captured.addAll(Graph.reads(node));
      }
    }
  }

  /**
   * The model without pass-through nodes. Its outputs keep their names; a node that hands a model's
   * input, a constant or another output to an output stays, as does one that a subgraph reads from.
   */
  public static OnnxModel dropPassThrough(OnnxModel model) {
    Simplify simplify = new Simplify(model.graph());
    GraphProto.Builder changed = model.graph().proto().toBuilder().clearNode();
    Set<String> dropped = new HashSet<>();
    for (NodeProto node : model.graph().nodes()) {
      if (simplify.drops(node)) {
        dropped.add(node.getOutput(0));
      }
    }
    for (NodeProto node : model.graph().nodes()) {
      if (!dropped.contains(Nodes.firstOutput(node))) {
        changed.addNode(simplify.renamed(node));
      }
    }
    return Edges.withGraph(model, changed);
  }

  private boolean drops(NodeProto node) {
    if (!isPassThrough(node)) {
      return false;
    }
    String output = node.getOutput(0);
    String source = resolve(node.getInput(0));
    if (captured.contains(output)) {
      return false;
    }
    if (!graph.isOutput(output)) {
      readInstead.put(output, source);
      return true;
    }
    // The output's name must stay, so the source takes it over, which only a node's own can.
    if (graph.producer(source) == null
        || graph.isOutput(source)
        || captured.contains(source)
        || makeInstead.containsKey(source)) {
      return false;
    }
    makeInstead.put(source, output);
    readInstead.put(source, output);
    return true;
  }

  /** Follows chains of dropped nodes. */
  private String resolve(String tensor) {
    String at = tensor;
    for (String next = readInstead.get(at); next != null; next = readInstead.get(at)) {
      at = next;
    }
    return at;
  }

  private NodeProto renamed(NodeProto node) {
    NodeProto.Builder changed = node.toBuilder();
    for (String output : node.getOutputList()) {
      String instead = makeInstead.get(output);
      if (instead != null) {
        changed = Nodes.renameOutput(changed.build(), output, instead);
      }
    }
    // Only what the node itself reads: names that a subgraph takes were left alone above.
    for (int i = 0; i < node.getInputCount(); i++) {
      changed.setInput(i, resolve(node.getInput(i)));
    }
    return changed.build();
  }

  private boolean isPassThrough(NodeProto node) {
    if (node.getInputCount() == 0
        || node.getInput(0).isEmpty()
        || Nodes.firstOutput(node).isEmpty()) {
      return false;
    }
    if (Nodes.is(node, "Identity")) {
      return true;
    }
    if (!Nodes.is(node, "Dropout") || node.getOutput(0).isEmpty()) {
      return false;
    }
    boolean readsMask =
        node.getOutputCount() > 1
            && (!graph.consumers(node.getOutput(1)).isEmpty() || graph.isOutput(node.getOutput(1)));
    return !readsMask && isFalse(Nodes.input(node, 2));
  }

  /** True for a training mode that is left out or a constant false. */
  private boolean isFalse(String tensor) {
    if (tensor.isEmpty()) {
      return true;
    }
    TensorProto constant = graph.initializers().get(tensor);
    if (constant == null || constant.getDataType() != ElementType.BOOL.onnx()) {
      return false;
    }
    return constant.hasRawData()
        ? constant.getRawData().size() == 1 && constant.getRawData().byteAt(0) == 0
        : constant.getInt32DataCount() == 1 && constant.getInt32Data(0) == 0;
  }
}
