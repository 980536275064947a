package io.layerbench.onnx;

import io.layerbench.base.InvalidInputException;
import io.layerbench.onnx.proto.AttributeProto;
import io.layerbench.onnx.proto.FunctionProto;
import io.layerbench.onnx.proto.GraphProto;
import io.layerbench.onnx.proto.ModelProto;
import io.layerbench.onnx.proto.NodeProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Checks what local functions grow to. A runtime writes each call out, with the calls in it: a few
 * functions that call each other twice become more nodes than any memory holds, and a long chain of
 * calls takes its stack.
 */
final class FunctionChecks {

  /** Exporters nest a function for each module within a module; networks have some ten levels. */
  static final int MAX_DEPTH = 100;

  static final long MAX_NODES = 1_000_000;

  private final List<FunctionProto> functions;
  private final Map<List<String>, Integer> numbers = new HashMap<>();

  private FunctionChecks(List<FunctionProto> functions) {
    this.functions = functions;
    for (int i = 0; i < functions.size(); i++) {
      FunctionProto one = functions.get(i);
      Integer before = numbers.put(List.of(one.getDomain(), one.getName(), one.getOverload()), i);
      if (before != null) {
        throw new InvalidInputException(
            "The model has two functions named (%s).".formatted(one.getName()),
            "the file is damaged.");
      }
    }
  }

  /** Refuses functions that call themselves, are nested too deep or grow too large. */
  static void check(ModelProto model) {
    if (model.getFunctionsCount() > 0) {
      new FunctionChecks(model.getFunctionsList()).check(model.getGraph());
    }
  }

  private void check(GraphProto graph) {
    List<List<Integer>> calls = new ArrayList<>();
    List<Set<Integer>> needs = new ArrayList<>();
    for (FunctionProto function : functions) {
      List<Integer> called = new ArrayList<>();
      function.getNodeList().forEach(node -> addCalls(node, called));
      calls.add(called);
      needs.add(new LinkedHashSet<>(called));
    }
    List<Integer> order = TopologicalOrder.sort(needs);
    if (order.size() < functions.size()) {
      Set<Integer> callers = new LinkedHashSet<>();
      for (int i = 0; i < functions.size(); i++) {
        callers.add(i);
      }
      order.forEach(callers::remove);
      throw refused(callers.iterator().next(), "calls itself, directly or through others");
    }
    long[] nodes = new long[functions.size()];
    int[] depth = new int[functions.size()];
    for (int one : order) {
      nodes[one] = functions.get(one).getNodeCount();
      for (int called : calls.get(one)) {
        // Every term is at most the limit, and a list holds fewer than 2^31 of them.
        nodes[one] += nodes[called];
        depth[one] = Math.max(depth[one], depth[called] + 1);
      }
      if (depth[one] >= MAX_DEPTH) {
        throw refused(one, "nests calls more than (%d) deep".formatted(MAX_DEPTH));
      }
      if (nodes[one] > MAX_NODES) {
        throw refused(one, "grows to more than (%d) nodes".formatted(MAX_NODES));
      }
    }
    checkTotal(graph, nodes);
  }

  private void checkTotal(GraphProto graph, long[] nodes) {
    List<Integer> called = new ArrayList<>();
    graph.getNodeList().forEach(node -> addCalls(node, called));
    long total = called.stream().mapToLong(one -> nodes[one]).sum();
    if (total > MAX_NODES) {
      throw new InvalidInputException(
          "The calls of local functions grow to (%d) nodes; the most is (%d)."
              .formatted(total, MAX_NODES),
          "the file is damaged.");
    }
  }

  private void addCalls(NodeProto node, List<Integer> calls) {
    Integer called = numbers.get(List.of(node.getDomain(), node.getOpType(), node.getOverload()));
    if (called != null) {
      calls.add(called);
    }
    for (AttributeProto attribute : node.getAttributeList()) {
      if (attribute.hasG()) {
        attribute.getG().getNodeList().forEach(inner -> addCalls(inner, calls));
      }
      attribute
          .getGraphsList()
          .forEach(graph -> graph.getNodeList().forEach(inner -> addCalls(inner, calls)));
    }
  }

  private InvalidInputException refused(int function, String why) {
    return new InvalidInputException(
        "The local function (%s) %s.".formatted(functions.get(function).getName(), why),
        "export the model again without local functions.");
  }
}
