package io.layerbench.onnx;

import io.layerbench.base.InvalidInputException;
import io.layerbench.onnx.proto.NodeProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/** Puts things into an order in which each comes after what it depends on. */
final class TopologicalOrder {

  private TopologicalOrder() {}

  /**
   * The nodes, each after those whose tensors it reads, else in the given order; a sorted list
   * stays as it is.
   *
   * @throws InvalidInputException where nodes depend on each other in a circle
   */
  static List<NodeProto> of(List<NodeProto> nodes) {
    Map<String, Integer> producers = new HashMap<>();
    for (int i = 0; i < nodes.size(); i++) {
      for (String output : nodes.get(i).getOutputList()) {
        producers.put(output, i);
      }
    }
    List<Set<Integer>> needs = new ArrayList<>();
    for (NodeProto node : nodes) {
      Set<Integer> need = new LinkedHashSet<>();
      for (String name : Graph.reads(node)) {
        Integer producer = producers.get(name);
        if (producer != null) {
          need.add(producer);
        }
      }
      needs.add(need);
    }
    List<Integer> order = sort(needs);
    if (order.size() < nodes.size()) {
      throw cycle(nodes, needs, order);
    }
    return order.stream().map(nodes::get).toList();
  }

  /**
   * The numbers 0 to n − 1, each after all that it needs, the smallest possible first (Kahn's
   * algorithm); those in or behind a circle are left out.
   */
  static List<Integer> sort(List<Set<Integer>> needs) {
    List<List<Integer>> readers = new ArrayList<>();
    int[] missing = new int[needs.size()];
    for (int i = 0; i < needs.size(); i++) {
      readers.add(new ArrayList<>());
      missing[i] = needs.get(i).size();
    }
    PriorityQueue<Integer> ready = new PriorityQueue<>();
    for (int i = 0; i < missing.length; i++) {
      int reader = i;
      needs.get(i).forEach(need -> readers.get(need).add(reader));
      if (missing[i] == 0) {
        ready.add(i);
      }
    }
    List<Integer> order = new ArrayList<>();
    while (!ready.isEmpty()) {
      int next = ready.remove();
      order.add(next);
      for (int reader : readers.get(next)) {
        missing[reader]--;
        if (missing[reader] == 0) {
          ready.add(reader);
        }
      }
    }
    return order;
  }

  /** Walks back from a node that never became ready until it meets one again: that is on it. */
  private static InvalidInputException cycle(
      List<NodeProto> nodes, List<Set<Integer>> needs, List<Integer> order) {
    Set<Integer> done = new LinkedHashSet<>(order);
    int at = 0;
    while (done.contains(at)) {
      at++;
    }
    Set<Integer> seen = new LinkedHashSet<>();
    while (seen.add(at)) {
      at = needs.get(at).stream().filter(need -> !done.contains(need)).findFirst().orElse(at);
    }
    return new InvalidInputException(
        "The graph has a cycle: the node (%s) depends on its own output."
            .formatted(Nodes.label(nodes.get(at))),
        "the file is damaged.");
  }
}
