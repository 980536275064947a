package io.layerbench.onnx;

import io.layerbench.onnx.proto.AttributeProto;
import io.layerbench.onnx.proto.FunctionProto;
import io.layerbench.onnx.proto.GraphProto;
import io.layerbench.onnx.proto.ModelProto;
import io.layerbench.onnx.proto.NodeProto;
import io.layerbench.onnx.proto.SparseTensorProto;
import io.layerbench.onnx.proto.TensorProto;
import java.util.ArrayList;
import java.util.List;

/**
 * Every node and tensor of a model, wherever it lies: in the graph, in subgraphs, in attributes and
 * in local functions.
 *
 * @param tensors dense tensors, without the parts of sparse ones
 */
record ModelWalk(
    List<NodeProto> nodes, List<TensorProto> tensors, List<SparseTensorProto> sparseTensors) {

  /** Walks through the whole model; the nesting is bounded by the parser's recursion limit. */
  static ModelWalk of(ModelProto model) {
    ModelWalk walk = new ModelWalk(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    walk.add(model.getGraph());
    model.getFunctionsList().forEach(walk::add);
    return walk;
  }

  private void add(GraphProto graph) {
    tensors.addAll(graph.getInitializerList());
    sparseTensors.addAll(graph.getSparseInitializerList());
    graph.getNodeList().forEach(this::add);
  }

  private void add(NodeProto node) {
    nodes.add(node);
    node.getAttributeList().forEach(this::add);
  }

  private void add(FunctionProto function) {
    function.getNodeList().forEach(this::add);
    function.getAttributeProtoList().forEach(this::add);
  }

  private void add(AttributeProto attribute) {
    if (attribute.hasT()) {
      tensors.add(attribute.getT());
    }
    if (attribute.hasG()) {
      add(attribute.getG());
    }
    if (attribute.hasSparseTensor()) {
      sparseTensors.add(attribute.getSparseTensor());
    }
    tensors.addAll(attribute.getTensorsList());
    sparseTensors.addAll(attribute.getSparseTensorsList());
    attribute.getGraphsList().forEach(this::add);
  }
}
