package io.layerbench.onnx;

import io.layerbench.onnx.proto.GraphProto;
import io.layerbench.onnx.proto.NodeProto;
import io.layerbench.onnx.proto.ValueInfoProto;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Removes what no output of the model depends on. */
public final class DeadCode {

  private DeadCode() {}

  /**
   * The model without the nodes, constants and type notes that no output needs. Its inputs stay,
   * read or not: they are its interface.
   */
  public static OnnxModel remove(OnnxModel model) {
    GraphProto proto = model.graph().proto();
    Set<String> needed = new HashSet<>();
    proto.getOutputList().forEach(output -> needed.add(output.getName()));
    List<NodeProto> live = new ArrayList<>();
    Set<String> made = new HashSet<>();
    List<NodeProto> nodes = proto.getNodeList();
    for (int i = nodes.size() - 1; i >= 0; i--) {
      NodeProto node = nodes.get(i);
      if (node.getOutputList().stream().anyMatch(needed::contains)) {
        live.add(node);
        made.addAll(node.getOutputList());
        needed.addAll(Graph.reads(node));
      }
    }
    Collections.reverse(live);
    GraphProto.Builder kept =
        proto.toBuilder().clearNode().clearInitializer().clearValueInfo().addAllNode(live);
    proto.getInitializerList().stream()
        .filter(tensor -> needed.contains(tensor.getName()))
        .forEach(kept::addInitializer);
    for (ValueInfoProto info : proto.getValueInfoList()) {
      if (made.contains(info.getName())) {
        kept.addValueInfo(info);
      }
    }
    return Edges.withGraph(model, kept);
  }
}
