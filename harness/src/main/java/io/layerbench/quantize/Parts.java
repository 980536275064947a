package io.layerbench.quantize;

import io.layerbench.base.ElementType;
import io.layerbench.onnx.Graph;
import io.layerbench.onnx.Layer;
import io.layerbench.onnx.OnnxModel;
import io.layerbench.onnx.TensorType;
import io.layerbench.onnx.proto.NodeProto;
import io.layerbench.onnx.proto.TensorProto;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A model with its layers: which node is part of which, and what the nodes read and make. */
final class Parts {

  private final OnnxModel model;
  private final List<Layer> layers;
  private final Map<String, Layer> layerOfNode = new HashMap<>();
  private final Set<String> beforeLayers = new HashSet<>();

  Parts(OnnxModel model, List<Layer> layers) {
    this.model = model;
    this.layers = List.copyOf(layers);
    for (Layer layer : layers) {
      layer.nodes().forEach(node -> layerOfNode.put(key(node), layer));
    }
    List<NodeProto> nodes = graph().nodes();
    for (int i = nodes.size() - 1; i >= 0; i--) {
      NodeProto node = nodes.get(i);
      if (isLayer(node) || node.getOutputList().stream().anyMatch(beforeLayers::contains)) {
        beforeLayers.addAll(Graph.reads(node));
      }
    }
  }

  /** What identifies a node, since names may be missing: its first output. */
  static String key(NodeProto node) {
    return node.getOutputList().stream().filter(name -> !name.isEmpty()).findFirst().orElse("");
  }

  OnnxModel model() {
    return model;
  }

  Graph graph() {
    return model.graph();
  }

  List<Layer> layers() {
    return layers;
  }

  /** The layers that carry weights, by name. */
  Map<String, Layer> ranked() {
    Map<String, Layer> ranked = new LinkedHashMap<>();
    layers.stream().filter(Layer::isRanked).forEach(layer -> ranked.put(layer.name(), layer));
    return ranked;
  }

  /** The layer or glue that a node is part of; null for a node outside of all. */
  @Nullable Layer of(NodeProto node) {
    return layerOfNode.get(key(node));
  }

  /** True for a node of a layer, false for glue. */
  boolean isLayer(NodeProto node) {
    Layer layer = of(node);
    return layer != null && layer.isRanked();
  }

  /** True where no layer depends on that node: what follows ends the model. */
  boolean isTail(NodeProto node) {
    return !isLayer(node) && node.getOutputList().stream().noneMatch(beforeLayers::contains);
  }

  /** True for a FLOAT tensor that is no constant. */
  boolean isActivation(String tensor) {
    TensorType type = graph().type(tensor);
    return type != null
        && type.elementType() == ElementType.FLOAT.onnx()
        && !graph().isInitializer(tensor);
  }

  /** The FLOAT tensors that a node computes with, without constants. */
  List<String> activations(NodeProto node) {
    return Graph.reads(node).stream().filter(this::isActivation).toList();
  }

  /** The FLOAT tensors that layers and glue take from outside and give, and those within glue. */
  Set<String> observed() {
    Set<String> tensors = new LinkedHashSet<>();
    for (Layer layer : layers) {
      layer.inputs().stream().filter(this::isActivation).forEach(tensors::add);
      layer.outputs().stream().filter(this::isActivation).forEach(tensors::add);
      if (!layer.isRanked()) {
        layer.nodes().stream()
            .flatMap(node -> outputs(node).stream())
            .filter(this::isActivation)
            .forEach(tensors::add);
      }
    }
    return tensors;
  }

  /** The FLOAT constant of that name; null where there is none. */
  @Nullable TensorProto floatConstant(String name) {
    TensorProto constant = graph().initializers().get(name);
    boolean isFloat = constant != null && constant.getDataType() == ElementType.FLOAT.onnx();
    return isFloat ? constant : null;
  }

  /** The FLOAT constants among those names. */
  List<TensorProto> floatConstants(List<String> names) {
    return names.stream().map(this::floatConstant).flatMap(Stream::ofNullable).toList();
  }

  /** The tensors that a node makes. */
  static List<String> outputs(NodeProto node) {
    return node.getOutputList().stream().filter(name -> !name.isEmpty()).toList();
  }

  /** The one node that reads a tensor; null where it is read more often or leaves the model. */
  @Nullable NodeProto onlyReader(String tensor) {
    List<NodeProto> readers = graph().consumers(tensor);
    return readers.size() == 1 && !graph().isOutput(tensor) ? readers.get(0) : null;
  }
}
