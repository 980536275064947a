package io.layerbench.onnx;

import io.layerbench.base.InvalidInputException;
import io.layerbench.onnx.proto.GraphProto;
import io.layerbench.onnx.proto.ModelProto;
import io.layerbench.onnx.proto.NodeProto;
import io.layerbench.onnx.proto.OperatorSetIdProto;
import io.layerbench.onnx.proto.TensorProto;
import io.layerbench.onnx.proto.ValueInfoProto;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/** Checks that a parsed model is one that this program can work with. */
final class ModelChecks {

  private static final long MIN_OPSET = 11;
  private static final String DAMAGED = "the file is damaged.";

  private ModelChecks() {}

  /** Refuses a model without a graph, nodes or outputs, or of too old an operator set. */
  static void structure(ModelProto model, String file) {
    GraphProto graph = model.getGraph();
    if (!model.hasGraph()) {
      throw new InvalidInputException(
          "The file (%s) holds no graph.".formatted(file), "it is no ONNX model.");
    }
    if (graph.getNodeCount() == 0) {
      throw new InvalidInputException(
          "The model (%s) has no nodes.".formatted(file), "it is no ONNX model.");
    }
    if (graph.getOutputCount() == 0) {
      throw new InvalidInputException("The model (%s) has no outputs.".formatted(file), DAMAGED);
    }
    OptionalLong opset =
        model.getOpsetImportList().stream()
            .filter(o -> o.getDomain().isEmpty() || o.getDomain().equals("ai.onnx"))
            .mapToLong(OperatorSetIdProto::getVersion)
            .max();
    if (opset.isEmpty()) {
      throw new InvalidInputException(
          "The model (%s) does not say which version of the default operator set it uses."
              .formatted(file),
          "it only has operators of other sets, and so no layers, or the file is cut short.");
    }
    if (opset.getAsLong() < MIN_OPSET) {
      throw new InvalidInputException(
          "The model (%s) uses the operator set (%d); the oldest supported is (%d)."
              .formatted(file, opset.getAsLong(), MIN_OPSET),
          "export it again, or convert it with ONNX's version converter.");
    }
  }

  /** Refuses nodes that carry another program's compiled code. */
  static void refuseCompiled(List<NodeProto> nodes) {
    for (NodeProto node : nodes) {
      if (node.getOpType().equals("EPContext")) {
        throw new InvalidInputException(
            "The node (%s) is an EPContext: compiled code for one device."
                .formatted(Nodes.label(node)),
            "use the model that it was compiled from.");
      }
    }
  }

  /** Refuses names that are given twice and names that nothing makes. */
  static void names(GraphProto graph) {
    Set<String> made = new HashSet<>();
    for (TensorProto tensor : graph.getInitializerList()) {
      if (!made.add(tensor.getName())) {
        throw new InvalidInputException(
            "The model has two constants named (%s).".formatted(tensor.getName()), DAMAGED);
      }
    }
    Set<String> inputs = new HashSet<>();
    for (ValueInfoProto input : graph.getInputList()) {
      if (!inputs.add(input.getName())) {
        throw new InvalidInputException(
            "The model has two inputs named (%s).".formatted(input.getName()), DAMAGED);
      }
    }
    // A constant may stand among the inputs as well: it is their default value.
    made.addAll(inputs);
    for (NodeProto node : graph.getNodeList()) {
      for (String output : node.getOutputList()) {
        if (!output.isEmpty() && !made.add(output)) {
          throw new InvalidInputException(
              "The tensor (%s) is made twice, the second time by the node (%s)."
                  .formatted(output, Nodes.label(node)),
              DAMAGED);
        }
      }
    }
    refuseDangling(graph, made);
  }

  private static void refuseDangling(GraphProto graph, Set<String> made) {
    for (NodeProto node : graph.getNodeList()) {
      for (String name : Graph.reads(node)) {
        if (!made.contains(name)) {
          throw new InvalidInputException(
              "The node (%s) reads the tensor (%s), which nothing makes."
                  .formatted(Nodes.label(node), name),
              DAMAGED);
        }
      }
    }
    Set<String> outputs = new HashSet<>();
    for (ValueInfoProto output : graph.getOutputList()) {
      if (!made.contains(output.getName())) {
        throw new InvalidInputException(
            "The model's output (%s) is made by nothing.".formatted(output.getName()), DAMAGED);
      }
      if (!outputs.add(output.getName())) {
        throw new InvalidInputException(
            "The model has two outputs named (%s).".formatted(output.getName()), DAMAGED);
      }
    }
  }
}
