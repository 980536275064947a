package io.layerbench.onnx;

import io.layerbench.onnx.proto.GraphProto;
import io.layerbench.onnx.proto.NodeProto;
import io.layerbench.onnx.proto.TensorProto;
import io.layerbench.onnx.proto.ValueInfoProto;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Gives tensors of a model other names. */
public final class Renaming {

  private Renaming() {}

  /**
   * The same model with other tensor names. A tensor that has one of the new names already, and is
   * not renamed itself, gets out of the way.
   *
   * @param model without graphs inside its nodes
   * @param names the new name by the old one; the new ones differ from each other
   */
  public static OnnxModel of(OnnxModel model, Map<String, String> names) {
    GraphProto graph = model.graph().proto();
    Map<String, String> all = withEvasions(graph, names);
    GraphProto.Builder renamed =
        graph.toBuilder()
            .clearNode()
            .clearInitializer()
            .clearInput()
            .clearOutput()
            .clearValueInfo();
    for (NodeProto node : graph.getNodeList()) {
      NodeProto.Builder copy = node.toBuilder().clearInput().clearOutput();
      node.getInputList().forEach(name -> copy.addInput(all.getOrDefault(name, name)));
      node.getOutputList().forEach(name -> copy.addOutput(all.getOrDefault(name, name)));
      renamed.addNode(copy);
    }
    for (TensorProto tensor : graph.getInitializerList()) {
      renamed.addInitializer(
          tensor.toBuilder().setName(all.getOrDefault(tensor.getName(), tensor.getName())));
    }
    graph.getInputList().forEach(info -> renamed.addInput(renamed(info, all)));
    graph.getOutputList().forEach(info -> renamed.addOutput(renamed(info, all)));
    graph.getValueInfoList().forEach(info -> renamed.addValueInfo(renamed(info, all)));
    return model.with(model.proto().toBuilder().setGraph(renamed).build());
  }

  private static ValueInfoProto renamed(ValueInfoProto info, Map<String, String> names) {
    return info.toBuilder().setName(names.getOrDefault(info.getName(), info.getName())).build();
  }

  private static Map<String, String> withEvasions(GraphProto graph, Map<String, String> names) {
    Set<String> taken = new HashSet<>(names.values());
    Set<String> present = new HashSet<>();
    for (NodeProto node : graph.getNodeList()) {
      present.addAll(node.getInputList());
      present.addAll(node.getOutputList());
    }
    graph.getInitializerList().forEach(tensor -> present.add(tensor.getName()));
    taken.addAll(present);
    Map<String, String> all = new HashMap<>(names);
    for (String name : names.values()) {
      if (present.contains(name) && !names.containsKey(name)) {
        String free = name + "_other";
        while (!taken.add(free)) {
          free += "_";
        }
        all.put(name, free);
      }
    }
    return all;
  }
}
