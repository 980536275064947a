package io.layerbench.onnx;

import io.layerbench.onnx.proto.NodeProto;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Divides a graph's nodes into parts that can be run one after the other.
 *
 * <p>Layers, control flow and recurrent operators are parts of their own. A node's depth is the
 * largest number of such parts on any path from an input to it. Glue nodes that are directly
 * connected and of the same depth form one part.
 *
 * <p>That keeps every part convex, so no path leaves it and comes back: behind a part of its own
 * every node is deeper, and behind another glue part, too, since neighbours of the same depth are
 * in the same part. It also makes the parts' order free of circles: between different parts the
 * depth rises, or stays and leads from glue into a part of its own, which no edge leaves at the
 * same depth.
 */
final class Partition {

  private static final int COPIED = -1;

  private final Graph graph;
  private final Anchors anchors;
  private final List<NodeProto> nodes;
  private final Map<String, Integer> producers = new HashMap<>();

  /** The first node of each node's part; COPIED for stored constants, which go to every reader. */
  private final int[] first;

  /** True for the nodes of layers and of opaque parts. */
  private final boolean[] own;

  private final int[] depth;

  private Partition(Graph graph) {
    this.graph = graph;
    this.anchors = new Anchors(graph);
    this.nodes = graph.nodes();
    this.first = new int[nodes.size()];
    this.own = new boolean[nodes.size()];
    this.depth = new int[nodes.size()];
    Arrays.setAll(first, i -> i);
    for (int i = 0; i < nodes.size(); i++) {
      for (String output : nodes.get(i).getOutputList()) {
        producers.put(output, i);
      }
    }
  }

  /**
   * The parts in an order in which they can run, each with its nodes in the graph's order; between
   * parts that may run in any order, the one whose first node comes first.
   */
  static List<Part> of(Graph graph) {
    Partition partition = new Partition(graph);
    partition.takeOwnParts();
    partition.findDepths();
    partition.delayNonTensorProducers();
    partition.joinGlue();
    return partition.parts();
  }

  /** One part: its nodes, and whether it is a layer. */
  record Part(List<NodeProto> nodes, boolean isLayer) {}

  private void takeOwnParts() {
    for (int i = 0; i < nodes.size(); i++) {
      NodeProto node = nodes.get(i);
      if (anchors.isStoredQuantized(node)) {
        first[i] = COPIED;
      } else if (anchors.isAnchor(node)) {
        for (NodeProto fused : anchors.withFused(node)) {
          int index = index(Nodes.firstOutput(fused));
          first[index] = i;
          own[index] = true;
        }
      } else if (isOpaque(node)) {
        own[i] = true;
      }
    }
  }

  /** True for control flow and recurrent operators, which this program does not look into. */
  static boolean isOpaque(NodeProto node) {
    return Nodes.hasSubgraph(node) || Nodes.is(node, "LSTM", "GRU", "RNN");
  }

  private int index(String tensor) {
    Integer index = producers.get(tensor);
    if (index == null) {
      throw new IllegalStateException("No node makes the tensor (" + tensor + ").");
    }
    return index;
  }

  /** The nodes whose tensors a node reads, without the copied ones. */
  private List<Integer> needs(int node) {
    List<Integer> needs = new ArrayList<>();
    for (String name : Graph.reads(nodes.get(node))) {
      Integer producer = producers.get(name);
      if (producer != null && first[producer] != COPIED) {
        needs.add(producer);
      }
    }
    return needs;
  }

  private void findDepths() {
    for (int i = 0; i < nodes.size(); i++) {
      if (first[i] != COPIED && first[i] != i) {
        // Fused: a layer has one depth.
        depth[i] = depth[first[i]];
        continue;
      }
      for (int need : needs(i)) {
        depth[i] = Math.max(depth[i], depth[need] + (own[need] ? 1 : 0));
      }
    }
  }

  /**
   * A sequence, map or optional cannot cross between parts, so its glue maker moves to the depth of
   * its readers where all of them allow that.
   */
  private void delayNonTensorProducers() {
    for (int i = nodes.size() - 1; i >= 0; i--) {
      if (own[i] || first[i] == COPIED) {
        continue;
      }
      int wanted = depth[i];
      int allowed = Integer.MAX_VALUE;
      for (String output : nodes.get(i).getOutputList()) {
        boolean isTensor = graph.type(output) != null;
        for (NodeProto reader : graph.consumers(output)) {
          int at = depth[index(Nodes.firstOutput(reader))];
          allowed = Math.min(allowed, at);
          wanted = isTensor ? wanted : Math.max(wanted, at);
        }
      }
      if (wanted <= allowed) {
        depth[i] = wanted;
      }
    }
  }

  private void joinGlue() {
    for (int i = 0; i < nodes.size(); i++) {
      if (own[i] || first[i] == COPIED) {
        continue;
      }
      for (int need : needs(i)) {
        if (!own[need] && depth[need] == depth[i]) {
          int a = root(i);
          int b = root(need);
          first[Math.max(a, b)] = Math.min(a, b);
        }
      }
    }
  }

  private int root(int node) {
    int at = node;
    while (first[at] != at) {
      first[at] = first[first[at]];
      at = first[at];
    }
    return at;
  }

  private List<Part> parts() {
    Map<Integer, List<Integer>> members = new LinkedHashMap<>();
    for (int i = 0; i < nodes.size(); i++) {
      if (first[i] != COPIED) {
        members.computeIfAbsent(root(i), key -> new ArrayList<>()).add(i);
      }
    }
    List<Integer> roots = List.copyOf(members.keySet());
    Map<Integer, Integer> place = new HashMap<>();
    for (int i = 0; i < roots.size(); i++) {
      place.put(roots.get(i), i);
    }
    List<Set<Integer>> needs = new ArrayList<>();
    for (List<Integer> nodesOfPart : members.values()) {
      Set<Integer> need = new LinkedHashSet<>();
      for (int node : nodesOfPart) {
        needs(node).forEach(n -> need.add(place.getOrDefault(root(n), COPIED)));
      }
      need.remove(place.getOrDefault(root(nodesOfPart.get(0)), COPIED));
      needs.add(need);
    }
    List<Integer> order = TopologicalOrder.sort(needs);
    if (order.size() != roots.size()) {
      throw new IllegalStateException("The parts depend on each other in a circle.");
    }
    return order.stream().map(i -> part(members.getOrDefault(roots.get(i), List.of()))).toList();
  }

  private Part part(List<Integer> members) {
    NodeProto head = nodes.get(members.get(0));
    return new Part(
        members.stream().map(nodes::get).toList(), own[members.get(0)] && !isOpaque(head));
  }
}
