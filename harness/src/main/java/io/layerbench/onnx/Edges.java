package io.layerbench.onnx;

import io.layerbench.onnx.proto.GraphProto;
import io.layerbench.onnx.proto.ModelProto;
import io.layerbench.onnx.proto.NodeProto;
import io.layerbench.onnx.proto.TensorShapeProto;
import io.layerbench.onnx.proto.TypeProto;
import io.layerbench.onnx.proto.ValueInfoProto;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Looks at a model's inner tensors: makes them outputs, and writes down their types. */
public final class Edges {

  private Edges() {}

  /**
   * The model with every tensor that a node of the graph makes as an output, after its own ones.
   * New outputs have a name only; the runtime infers their types. Tensors inside subgraphs are not
   * reached.
   */
  public static OnnxModel withAllEdgesAsOutputs(OnnxModel model) {
    List<String> names = new ArrayList<>();
    for (NodeProto node : model.graph().nodes()) {
      node.getOutputList().stream().filter(name -> !name.isEmpty()).forEach(names::add);
    }
    return withOutputs(model, names);
  }

  /**
   * The model with these tensors as outputs after its own ones, typed where the model knows their
   * types.
   *
   * @param tensors made by nodes of the graph; those that are outputs already are left as they are
   * @throws IllegalArgumentException for a tensor that no node of the graph makes
   */
  public static OnnxModel withOutputs(OnnxModel model, Collection<String> tensors) {
    Graph graph = model.graph();
    Map<String, ValueInfoProto> known = new LinkedHashMap<>();
    graph.proto().getValueInfoList().forEach(info -> known.put(info.getName(), info));
    Set<String> outputs = new HashSet<>();
    graph.outputs().forEach(output -> outputs.add(output.getName()));
    GraphProto.Builder changed = graph.proto().toBuilder();
    for (String tensor : tensors) {
      if (outputs.contains(tensor)) {
        continue;
      }
      if (graph.producer(tensor) == null) {
        throw new IllegalArgumentException("No node makes the tensor (" + tensor + ").");
      }
      outputs.add(tensor);
      ValueInfoProto info = known.get(tensor);
      changed.addOutput(info == null ? ValueInfoProto.newBuilder().setName(tensor).build() : info);
    }
    changed.clearValueInfo();
    known.values().stream()
        .filter(info -> !outputs.contains(info.getName()))
        .forEach(changed::addValueInfo);
    return withGraph(model, changed);
  }

  /**
   * The model with the types of its inner tensors and outputs written down.
   *
   * @param types by tensor name; names that no node makes are ignored, and tensors without a type
   *     here keep none
   */
  public static OnnxModel withTypes(OnnxModel model, Map<String, TensorType> types) {
    GraphProto.Builder changed = model.graph().proto().toBuilder().clearValueInfo();
    Set<String> outputs = new HashSet<>();
    for (ValueInfoProto.Builder output : changed.getOutputBuilderList()) {
      outputs.add(output.getName());
      TensorType type = types.get(output.getName());
      if (type != null) {
        output.setType(proto(type));
      }
    }
    for (NodeProto node : model.graph().nodes()) {
      for (String name : node.getOutputList()) {
        TensorType type = types.get(name);
        if (type != null && !outputs.contains(name)) {
          changed.addValueInfo(info(name, type));
        }
      }
    }
    return withGraph(model, changed);
  }

  /** A tensor's name and type as the file states it. */
  static ValueInfoProto info(String name, TensorType type) {
    return ValueInfoProto.newBuilder().setName(name).setType(proto(type)).build();
  }

  /** A model of the same identity with another graph. */
  static OnnxModel withGraph(OnnxModel model, GraphProto.Builder graph) {
    return model.with(ModelProto.newBuilder(model.proto()).setGraph(graph).build());
  }

  private static TypeProto proto(TensorType type) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (long dim : type.dims()) {
      TensorShapeProto.Dimension.Builder dimension = shape.addDimBuilder();
      if (dim >= 0) {
        dimension.setDimValue(dim);
      }
    }
    return TypeProto.newBuilder()
        .setTensorType(
            TypeProto.Tensor.newBuilder().setElemType(type.elementType()).setShape(shape))
        .build();
  }
}
