package io.layerbench.onnx;

import io.layerbench.onnx.proto.AttributeProto;
import io.layerbench.onnx.proto.GraphProto;
import io.layerbench.onnx.proto.NodeProto;
import io.layerbench.onnx.proto.TensorProto;
import io.layerbench.onnx.proto.TypeProto;
import io.layerbench.onnx.proto.ValueInfoProto;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A read-only index over a model's graph: who makes and who reads each tensor, and what its type
 * is.
 */
public final class Graph {

  private final GraphProto proto;
  private final Map<String, TensorProto> initializers = new LinkedHashMap<>();
  private final Map<String, NodeProto> producers = new HashMap<>();
  private final Map<String, List<NodeProto>> consumers = new HashMap<>();
  private final Map<String, TensorType> types = new HashMap<>();
  private final List<ValueInfoProto> inputs = new ArrayList<>();

  /** Indexes a graph whose nodes are in topological order. */
  public Graph(GraphProto proto) {
    this.proto = proto;
    proto.getInitializerList().forEach(tensor -> initializers.put(tensor.getName(), tensor));
    for (ValueInfoProto input : proto.getInputList()) {
      if (!initializers.containsKey(input.getName())) {
        inputs.add(input);
      }
    }
    for (NodeProto node : proto.getNodeList()) {
      node.getOutputList().stream().filter(n -> !n.isEmpty()).forEach(n -> producers.put(n, node));
      for (String name : reads(node)) {
        consumers.computeIfAbsent(name, key -> new ArrayList<>()).add(node);
      }
    }
    indexTypes();
  }

  private void indexTypes() {
    initializers.forEach(
        (name, tensor) ->
            types.put(name, new TensorType(tensor.getDataType(), tensor.getDimsList())));
    List<ValueInfoProto> infos = new ArrayList<>(proto.getValueInfoList());
    infos.addAll(proto.getInputList());
    infos.addAll(proto.getOutputList());
    for (ValueInfoProto info : infos) {
      if (info.getType().hasTensorType() && info.getType().getTensorType().hasShape()) {
        types.putIfAbsent(info.getName(), typeOf(info.getType().getTensorType()));
      }
    }
  }

  private static TensorType typeOf(TypeProto.Tensor tensor) {
    List<Long> dims =
        tensor.getShape().getDimList().stream()
            .map(dim -> dim.hasDimValue() ? dim.getDimValue() : -1L)
            .toList();
    return new TensorType(tensor.getElemType(), dims);
  }

  /**
   * The names that a node reads: its inputs, and what its subgraphs take from outside. Without
   * empty names.
   */
  public static Set<String> reads(NodeProto node) {
    Set<String> names = new LinkedHashSet<>(node.getInputList());
    for (AttributeProto attribute : node.getAttributeList()) {
      if (attribute.hasG()) {
        names.addAll(captured(attribute.getG()));
      }
      attribute.getGraphsList().forEach(graph -> names.addAll(captured(graph)));
    }
    names.remove("");
    return names;
  }

  private static Set<String> captured(GraphProto graph) {
    Set<String> inside = new LinkedHashSet<>();
    graph.getInputList().forEach(input -> inside.add(input.getName()));
    graph.getInitializerList().forEach(tensor -> inside.add(tensor.getName()));
    graph.getNodeList().forEach(node -> inside.addAll(node.getOutputList()));
    Set<String> read = new LinkedHashSet<>();
    graph.getNodeList().forEach(node -> read.addAll(reads(node)));
    graph.getOutputList().forEach(output -> read.add(output.getName()));
    read.removeAll(inside);
    return read;
  }

  /** The protobuf message. */
  public GraphProto proto() {
    return proto;
  }

  /** The nodes in topological order. */
  public List<NodeProto> nodes() {
    return proto.getNodeList();
  }

  /** The constants by name, in the file's order. */
  public Map<String, TensorProto> initializers() {
    return Collections.unmodifiableMap(initializers);
  }

  /** The model's inputs that are no initializers. */
  public List<ValueInfoProto> inputs() {
    return Collections.unmodifiableList(inputs);
  }

  /** The model's outputs. */
  public List<ValueInfoProto> outputs() {
    return proto.getOutputList();
  }

  /** True when that tensor is one of the model's outputs. */
  public boolean isOutput(String tensor) {
    return outputs().stream().anyMatch(output -> output.getName().equals(tensor));
  }

  /** True when that tensor is a constant. */
  public boolean isInitializer(String tensor) {
    return initializers.containsKey(tensor);
  }

  /** The node that makes a tensor; null for inputs and constants. */
  public @Nullable NodeProto producer(String tensor) {
    return producers.get(tensor);
  }

  /** The nodes that read a tensor, in topological order. */
  public List<NodeProto> consumers(String tensor) {
    return Collections.unmodifiableList(consumers.getOrDefault(tensor, List.of()));
  }

  /** The type of a tensor where the file states it. */
  public @Nullable TensorType type(String tensor) {
    return types.get(tensor);
  }

  /** The named attribute of a node; null where it is not set. */
  public static @Nullable AttributeProto attribute(NodeProto node, String name) {
    for (AttributeProto attribute : node.getAttributeList()) {
      if (attribute.getName().equals(name)) {
        return attribute;
      }
    }
    return null;
  }

  /** The named integer attribute of a node, or a default where it is not set. */
  public static long attribute(NodeProto node, String name, long otherwise) {
    AttributeProto attribute = attribute(node, name);
    return attribute == null ? otherwise : attribute.getI();
  }
}
