package io.layerbench.onnx;

import io.layerbench.onnx.proto.GraphProto;
import io.layerbench.onnx.proto.ModelProto;
import io.layerbench.onnx.proto.NodeProto;
import io.layerbench.onnx.proto.TensorProto;
import io.layerbench.onnx.proto.ValueInfoProto;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Frees the first dimension of a part that was cut out at batch 1, so that it takes several samples
 * in one call.
 */
public final class FreeBatch {

  private FreeBatch() {}

  /**
   * The model with a free first dimension at all its inputs and outputs; empty where one of them
   * does not begin with 1. A Reshape to a constant shape that begins with 1 keeps the first
   * dimension of its input instead. Whether samples then stay apart is for the caller to try: an
   * operator may work across the first dimension.
   *
   * @param model its inputs and outputs have concrete types
   */
  public static Optional<OnnxModel> of(OnnxModel model) {
    GraphProto graph = model.graph().proto();
    boolean fits =
        model.graph().inputs().stream().allMatch(input -> beginsWithOne(model, input))
            && graph.getOutputList().stream().allMatch(output -> beginsWithOne(model, output));
    if (!fits) {
      return Optional.empty();
    }
    Map<String, TensorProto> targets = new HashMap<>();
    GraphProto.Builder freed =
        graph.toBuilder().clearInput().clearOutput().clearValueInfo().clearNode();
    graph.getInputList().forEach(input -> freed.addInput(freed(model, input)));
    graph.getOutputList().forEach(output -> freed.addOutput(freed(model, output)));
    graph.getNodeList().forEach(node -> freed.addNode(reshaped(model, node, targets)));
    targets.values().forEach(freed::addInitializer);
    return Optional.of(model.with(ModelProto.newBuilder(model.proto()).setGraph(freed).build()));
  }

  private static boolean beginsWithOne(OnnxModel model, ValueInfoProto info) {
    TensorType type = model.graph().type(info.getName());
    return type != null && !type.dims().isEmpty() && type.dims().get(0) == 1;
  }

  private static ValueInfoProto freed(OnnxModel model, ValueInfoProto info) {
    if (model.graph().isInitializer(info.getName())) {
      return info;
    }
    ValueInfoProto.Builder builder = info.toBuilder();
    builder.getTypeBuilder().getTensorTypeBuilder().getShapeBuilder().getDimBuilder(0).clear();
    return builder.build();
  }

  private static NodeProto reshaped(
      OnnxModel model, NodeProto node, Map<String, TensorProto> targets) {
    TensorProto target =
        node.getOpType().equals("Reshape")
            ? model.graph().initializers().get(node.getInput(1))
            : null;
    if (target == null || Graph.attribute(node, "allowzero", 0) != 0) {
      return node;
    }
    long[] dims = Tensors.longs(target);
    if (dims.length == 0 || dims[0] != 1) {
      return node;
    }
    dims[0] = 0;
    String name = node.getInput(1) + "_free_batch";
    targets.computeIfAbsent(name, key -> Tensors.ofLongs(key, dims, dims.length));
    return node.toBuilder().setInput(1, name).build();
  }

  /** The dimensions of a type with that many samples in the first. */
  public static long[] shape(TensorType type, int samples) {
    List<Long> dims = type.dims();
    long[] shape = new long[dims.size()];
    for (int i = 0; i < shape.length; i++) {
      shape[i] = i == 0 ? samples : dims.get(i);
    }
    return shape;
  }
}
