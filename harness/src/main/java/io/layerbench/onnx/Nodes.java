package io.layerbench.onnx;

import io.layerbench.onnx.proto.AttributeProto;
import io.layerbench.onnx.proto.NodeProto;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Small questions about one node, and ways to rename it and what it makes. */
final class Nodes {

  private Nodes() {}

  /** True for a node of the default operator set with one of these operators. */
  static boolean is(NodeProto node, String... ops) {
    return isStandard(node) && Arrays.asList(ops).contains(node.getOpType());
  }

  /** True for a node of the default operator set. */
  static boolean isStandard(NodeProto node) {
    return node.getDomain().isEmpty() || node.getDomain().equals("ai.onnx");
  }

  /** The name of its input at that place; empty where it is left out. */
  static String input(NodeProto node, int index) {
    return index < node.getInputCount() ? node.getInput(index) : "";
  }

  /** The first output that is not left out; empty for a node without any. */
  static String firstOutput(NodeProto node) {
    return node.getOutputList().stream().filter(name -> !name.isEmpty()).findFirst().orElse("");
  }

  /** How many outputs are not left out. */
  static long outputs(NodeProto node) {
    return node.getOutputList().stream().filter(name -> !name.isEmpty()).count();
  }

  /** True for If, Loop, Scan and whatever else carries a graph. */
  static boolean hasSubgraph(NodeProto node) {
    return node.getAttributeList().stream()
        .anyMatch(attribute -> attribute.hasG() || attribute.getGraphsCount() > 0);
  }

  /** The named float attribute, or a default where it is not set. */
  static float attribute(NodeProto node, String name, float otherwise) {
    AttributeProto attribute = Graph.attribute(node, name);
    return attribute == null ? otherwise : attribute.getF();
  }

  /** What the user knows the node by: its name, else its first output's, else its operator. */
  static String label(NodeProto node) {
    if (!node.getName().isEmpty()) {
      return node.getName();
    }
    String output = firstOutput(node);
    return output.isEmpty() ? node.getOpType() : output;
  }

  /** The node with another name for one of its outputs. */
  static NodeProto.Builder renameOutput(NodeProto node, String from, String to) {
    NodeProto.Builder renamed = node.toBuilder();
    for (int i = 0; i < node.getOutputCount(); i++) {
      if (node.getOutput(i).equals(from)) {
        renamed.setOutput(i, to);
      }
    }
    return renamed;
  }

  /**
   * The nodes, each with a name of its own: a node without one is called by its first output, so
   * that it keeps that name when its output gets another one, and a repeated name gets "_2", "_3"
   * …, since ONNX Runtime refuses to load nodes named alike.
   */
  static List<NodeProto> withUniqueNames(List<NodeProto> nodes) {
    List<String> names = uniqueNames(nodes.stream().map(Nodes::label).toList());
    List<NodeProto> named = new ArrayList<>();
    for (int i = 0; i < nodes.size(); i++) {
      boolean same = nodes.get(i).getName().equals(names.get(i));
      named.add(same ? nodes.get(i) : nodes.get(i).toBuilder().setName(names.get(i)).build());
    }
    return named;
  }

  /** The names in their order; a repeated one gets the first "_2", "_3" … that no other one is. */
  static List<String> uniqueNames(List<String> names) {
    Set<String> taken = new HashSet<>(names);
    Set<String> seen = new HashSet<>();
    List<String> unique = new ArrayList<>();
    for (String name : names) {
      String own = name;
      if (!seen.add(name)) {
        for (int i = 2; !taken.add(own); i++) {
          own = name + "_" + i;
        }
      }
      unique.add(own);
    }
    return unique;
  }
}
