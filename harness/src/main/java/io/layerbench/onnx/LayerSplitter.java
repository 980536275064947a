package io.layerbench.onnx;

import io.layerbench.onnx.proto.NodeProto;
import io.layerbench.onnx.proto.TensorProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Splits a model into its layers and the glue between them. */
public final class LayerSplitter {

  private final Graph graph;
  private final Anchors anchors;
  private final Map<String, Integer> partOf = new HashMap<>();

  private LayerSplitter(Graph graph) {
    this.graph = graph;
    this.anchors = new Anchors(graph);
  }

  /**
   * The parts of a model, in an order in which they can run. Every node is in exactly one part, but
   * for a DequantizeLinear of constants, which is in each part that reads it, after the others
   * there.
   *
   * @param prepared a model whose constants are folded and whose tensors all have types
   */
  public static List<Layer> split(OnnxModel prepared) {
    LayerSplitter splitter = new LayerSplitter(DeadCode.remove(prepared).graph());
    List<Partition.Part> parts = Partition.of(splitter.graph);
    for (int i = 0; i < parts.size(); i++) {
      for (NodeProto node : parts.get(i).nodes()) {
        for (String output : node.getOutputList()) {
          splitter.partOf.put(output, i);
        }
      }
    }
    List<String> names = uniqueNames(parts);
    List<Layer> layers = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      layers.add(splitter.layer(i, names.get(i), parts.get(i)));
    }
    return List.copyOf(layers);
  }

  private static List<String> uniqueNames(List<Partition.Part> parts) {
    return Nodes.uniqueNames(parts.stream().map(part -> Nodes.label(part.nodes().get(0))).toList());
  }

  private Layer layer(int index, String name, Partition.Part part) {
    List<NodeProto> nodes = new ArrayList<>(part.nodes());
    Set<String> copied = new LinkedHashSet<>();
    Set<String> inputs = new LinkedHashSet<>();
    Set<String> constants = new LinkedHashSet<>();
    for (NodeProto node : part.nodes()) {
      for (String tensor : Graph.reads(node)) {
        NodeProto producer = graph.producer(tensor);
        if (graph.isInitializer(tensor)) {
          constants.add(tensor);
        } else if (producer != null && anchors.isStoredQuantized(producer)) {
          if (copied.add(tensor)) {
            nodes.add(producer);
            constants.addAll(Graph.reads(producer));
          }
        } else if (partOf.getOrDefault(tensor, -1) != index) {
          inputs.add(tensor);
        }
      }
    }
    return new Layer(
        index,
        name,
        part.isLayer() ? LayerKind.LAYER : LayerKind.GLUE,
        part.isLayer()
            ? part.nodes().get(0).getOpType()
            : part.nodes().stream().map(NodeProto::getOpType).collect(Collectors.joining("+")),
        nodes,
        List.copyOf(inputs),
        outputs(index, part),
        List.copyOf(constants),
        parameters(part),
        floatReason(part.nodes().get(0)));
  }

  private List<String> outputs(int index, Partition.Part part) {
    List<String> outputs = new ArrayList<>();
    for (NodeProto node : part.nodes()) {
      for (String output : node.getOutputList()) {
        boolean isRead =
            graph.consumers(output).stream()
                .anyMatch(reader -> partOf.getOrDefault(Nodes.firstOutput(reader), -1) != index);
        if (!output.isEmpty() && (isRead || graph.isOutput(output))) {
          outputs.add(output);
        }
      }
    }
    return outputs;
  }

  /** Weights, biases and stored quantized ones; the bounds of a fused Clip are no parameters. */
  private long parameters(Partition.Part part) {
    Set<String> counted = new LinkedHashSet<>();
    for (NodeProto node : part.nodes()) {
      if (Nodes.is(node, "Clip")) {
        continue;
      }
      for (String tensor : Graph.reads(node)) {
        NodeProto producer = graph.producer(tensor);
        TensorProto constant = graph.initializers().get(tensor);
        if (constant != null && Tensors.isFloatingPoint(constant)) {
          counted.add(tensor);
        } else if (producer != null && anchors.isStoredQuantized(producer)) {
          counted.add(Nodes.input(producer, 0));
        }
      }
    }
    return counted.stream()
        .map(graph.initializers()::get)
        .filter(tensor -> tensor != null)
        .mapToLong(Tensors::elements)
        .sum();
  }

  private static @Nullable String floatReason(NodeProto node) {
    if (Nodes.hasSubgraph(node)) {
      return "control flow";
    }
    return Partition.isOpaque(node) ? "no integer kernel for " + node.getOpType() : null;
  }
}
