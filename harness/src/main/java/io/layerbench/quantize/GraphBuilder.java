package io.layerbench.quantize;

import io.layerbench.base.ElementType;
import io.layerbench.onnx.Graph;
import io.layerbench.onnx.OnnxModel;
import io.layerbench.onnx.Tensors;
import io.layerbench.onnx.proto.AttributeProto;
import io.layerbench.onnx.proto.GraphProto;
import io.layerbench.onnx.proto.ModelProto;
import io.layerbench.onnx.proto.NodeProto;
import io.layerbench.onnx.proto.TensorProto;
import io.layerbench.onnx.proto.ValueInfoProto;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A model in the making: the old one's inputs and outputs, new nodes and constants. */
final class GraphBuilder {

  private final OnnxModel source;
  private final Set<String> names = new HashSet<>();
  private final List<NodeProto> nodes = new ArrayList<>();
  private final Map<String, TensorProto> constants = new LinkedHashMap<>();
  private final Map<String, ElementType> endTypes = new HashMap<>();

  GraphBuilder(OnnxModel source) {
    this.source = source;
    GraphProto graph = source.proto().getGraph();
    graph.getInputList().forEach(input -> names.add(input.getName()));
    graph.getOutputList().forEach(output -> names.add(output.getName()));
    graph.getInitializerList().forEach(tensor -> names.add(tensor.getName()));
    for (NodeProto node : graph.getNodeList()) {
      names.add(node.getName());
      names.addAll(node.getOutputList());
      names.addAll(Graph.reads(node));
    }
  }

  /** A name that nothing else has, from that one. */
  String unique(String base) {
    String name = base;
    for (int i = 2; !names.add(name); i++) {
      name = base + "_" + i;
    }
    return name;
  }

  void add(NodeProto node) {
    nodes.add(node);
  }

  /** Adds a node whose name is that of its one output. */
  void add(String op, List<String> inputs, String output, AttributeProto... attributes) {
    NodeProto.Builder node =
        NodeProto.newBuilder().setOpType(op).addAllInput(inputs).addOutput(output);
    // Node names and tensor names are different spaces, but a node of the model may own this one.
    node.setName(unique(output + "_" + op));
    nodes.add(node.addAllAttribute(List.of(attributes)).build());
  }

  /** Adds a constant, or replaces the model's own of that name. */
  String constant(TensorProto tensor) {
    constants.put(tensor.getName(), tensor);
    return tensor.getName();
  }

  /** Declares that an input or output of the model has another element type now. */
  void endType(String tensor, ElementType type) {
    endTypes.put(tensor, type);
  }

  /** Adds QuantizeLinear; the parameters' constants are named after the output. */
  void quantize(String input, String output, QuantizationParameters parameters) {
    linear("QuantizeLinear", input, output, parameters);
  }

  /** Adds DequantizeLinear. */
  void dequantize(String input, String output, QuantizationParameters parameters) {
    linear("DequantizeLinear", input, output, parameters);
  }

  private void linear(String op, String input, String output, QuantizationParameters parameters) {
    List<String> inputs = List.of(input, scale(output, parameters), zeroPoint(output, parameters));
    if (parameters.axis() == null) {
      add(op, inputs, output);
    } else {
      add(op, inputs, output, integer("axis", parameters.axis()));
    }
  }

  private String scale(String tensor, QuantizationParameters parameters) {
    float[] scales = new float[parameters.scales().size()];
    for (int i = 0; i < scales.length; i++) {
      scales[i] = parameters.scales().get(i);
    }
    return constant(Tensors.ofFloats(unique(tensor + "_scale"), scales, parameterDims(parameters)));
  }

  private String zeroPoint(String tensor, QuantizationParameters parameters) {
    ElementType type = parameters.elementType();
    int count = parameters.scales().size();
    ByteBuffer bytes = ByteBuffer.allocate(count * type.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < count; i++) {
      if (type == ElementType.INT32) {
        bytes.putInt(parameters.zeroPoints().get(i));
      } else {
        bytes.put(parameters.zeroPoints().get(i).byteValue());
      }
    }
    return constant(
        Tensors.of(unique(tensor + "_zero_point"), type, bytes.flip(), parameterDims(parameters)));
  }

  private static long[] parameterDims(QuantizationParameters parameters) {
    return parameters.axis() == null ? new long[0] : new long[] {parameters.scales().size()};
  }

  /** Adds Cast. */
  void cast(String input, String output, ElementType type) {
    add("Cast", List.of(input), output, integer("to", type.onnx()));
  }

  static AttributeProto integer(String name, long value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.INT)
        .setI(value)
        .build();
  }

  static AttributeProto real(String name, float value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.FLOAT)
        .setF(value)
        .build();
  }

  /** The finished model; constants that nothing reads any more are left out. */
  OnnxModel build(String name) {
    Set<String> read = new HashSet<>();
    Set<String> made = new HashSet<>();
    for (NodeProto node : nodes) {
      read.addAll(Graph.reads(node));
      made.addAll(node.getOutputList());
    }
    GraphProto old = source.proto().getGraph();
    old.getOutputList().forEach(output -> read.add(output.getName()));
    GraphProto.Builder graph =
        old.toBuilder()
            .clearNode()
            .clearInitializer()
            .clearInput()
            .clearOutput()
            .clearValueInfo()
            .addAllNode(nodes);
    for (TensorProto tensor : old.getInitializerList()) {
      if (read.contains(tensor.getName()) && !constants.containsKey(tensor.getName())) {
        graph.addInitializer(tensor);
      }
    }
    graph.addAllInitializer(constants.values());
    for (ValueInfoProto input : old.getInputList()) {
      if (!source.graph().isInitializer(input.getName()) || read.contains(input.getName())) {
        graph.addInput(retyped(input));
      }
    }
    old.getOutputList().forEach(output -> graph.addOutput(retyped(output)));
    old.getValueInfoList().stream()
        .filter(info -> made.contains(info.getName()) && !endTypes.containsKey(info.getName()))
        .forEach(graph::addValueInfo);
    ModelProto proto = source.proto().toBuilder().setGraph(graph).build();
    return OnnxModel.of(proto, name);
  }

  private ValueInfoProto retyped(ValueInfoProto info) {
    ElementType type = endTypes.get(info.getName());
    if (type == null) {
      return info;
    }
    ValueInfoProto.Builder builder = info.toBuilder();
    builder.getTypeBuilder().getTensorTypeBuilder().setElemType(type.onnx());
    return builder.build();
  }
}
