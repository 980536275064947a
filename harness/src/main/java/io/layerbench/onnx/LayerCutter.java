package io.layerbench.onnx;

import io.layerbench.base.InvalidInputException;
import io.layerbench.onnx.proto.GraphProto;
import io.layerbench.onnx.proto.ModelProto;
import io.layerbench.onnx.proto.NodeProto;
import io.layerbench.onnx.proto.TensorProto;
import java.util.HashSet;
import java.util.Set;

/** Cuts one layer out of a model as a model of its own. */
public final class LayerCutter {

  private LayerCutter() {}

  /**
   * A model with the layer's nodes and constants, whose inputs and outputs are the layer's, in its
   * order and with concrete types. Operator sets, file format version and local functions are those
   * of the whole model; its name is the layer's.
   *
   * @param prepared the model that the layer was split from
   * @throws InvalidInputException where an input or output of the layer is no tensor of known type
   */
  public static OnnxModel cut(OnnxModel prepared, Layer layer) {
    Graph whole = prepared.graph();
    GraphProto.Builder graph = GraphProto.newBuilder().setName(layer.name());
    // A layer lists its anchor first and its stored quantized constants last.
    graph.addAllNode(TopologicalOrder.of(layer.nodes()));
    Set<String> edges = new HashSet<>(layer.inputs());
    edges.addAll(layer.outputs());
    layer.inputs().forEach(name -> graph.addInput(Edges.info(name, type(whole, layer, name))));
    layer.outputs().forEach(name -> graph.addOutput(Edges.info(name, type(whole, layer, name))));
    for (NodeProto node : layer.nodes()) {
      for (String name : node.getOutputList()) {
        TensorType type = whole.type(name);
        if (type != null && edges.add(name)) {
          graph.addValueInfo(Edges.info(name, type));
        }
      }
    }
    for (String name : layer.constants()) {
      TensorProto constant = whole.initializers().get(name);
      if (constant == null) {
        throw new IllegalArgumentException(
            "The layer (%s) is not from this model: it has no constant (%s)."
                .formatted(layer.name(), name));
      }
      graph.addInitializer(constant);
    }
    ModelProto.Builder model =
        ModelProto.newBuilder()
            .setIrVersion(prepared.proto().getIrVersion())
            .addAllOpsetImport(prepared.proto().getOpsetImportList())
            .addAllFunctions(prepared.proto().getFunctionsList())
            .setGraph(graph);
    return OnnxModel.of(model.build(), layer.name());
  }

  private static TensorType type(Graph graph, Layer layer, String tensor) {
    TensorType type = graph.type(tensor);
    if (type == null || !type.isConcrete()) {
      throw new InvalidInputException(
          "The layer (%s) cannot be cut out: (%s) is no tensor of known shape."
              .formatted(layer.name(), tensor),
          "");
    }
    return type;
  }
}
