package io.layerbench.onnx;

import io.layerbench.base.ElementType;
import io.layerbench.onnx.proto.NodeProto;
import io.layerbench.onnx.proto.TensorProto;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Knows which operators are quantized and timed as layers, and which fuse into them. */
final class Anchors {

  private final Graph graph;

  Anchors(Graph graph) {
    this.graph = graph;
  }

  /** True for Conv, ConvTranspose, Gemm and MatMul with constant FLOAT weights and bias. */
  boolean isAnchor(NodeProto node) {
    if (Nodes.is(node, "Conv", "ConvTranspose", "Gemm")) {
      String bias = Nodes.input(node, 2);
      return isWeight(Nodes.input(node, 1)) && (bias.isEmpty() || isConstant(bias));
    }
    if (Nodes.is(node, "MatMul")) {
      String weight = Nodes.input(node, 1);
      return !isConstant(Nodes.input(node, 0)) && isWeight(weight) && dims(weight).size() == 2;
    }
    return false;
  }

  /** The operators that an anchor takes in, itself first. */
  List<NodeProto> withFused(NodeProto anchor) {
    List<NodeProto> fused = new ArrayList<>(List.of(anchor));
    NodeProto next = soleReader(anchor);
    if (next != null && Nodes.is(anchor, "MatMul") && isBias(next, anchor)) {
      fused.add(next);
      next = soleReader(next);
    } else if (next != null && !Nodes.is(anchor, "MatMul") && isConstantBatchNorm(next, anchor)) {
      fused.add(next);
      next = soleReader(next);
    }
    if (next != null && isActivation(next, fused.get(fused.size() - 1))) {
      fused.add(next);
    }
    return fused;
  }

  /** True for a DequantizeLinear of constants: a weight or bias that is stored quantized. */
  boolean isStoredQuantized(NodeProto node) {
    return node.getOpType().equals("DequantizeLinear")
        && (Nodes.isStandard(node) || node.getDomain().equals("com.microsoft"))
        && Graph.reads(node).stream().allMatch(graph::isInitializer)
        && !graph.isOutput(Nodes.firstOutput(node));
  }

  /** True for constants and for stored quantized ones. */
  boolean isConstant(String tensor) {
    NodeProto producer = graph.producer(tensor);
    return producer == null ? graph.isInitializer(tensor) : isStoredQuantized(producer);
  }

  private boolean isWeight(String tensor) {
    TensorProto stored = stored(tensor);
    if (stored == null) {
      return false;
    }
    NodeProto producer = graph.producer(tensor);
    // A stored quantized tensor has the type of its scale once it is read.
    TensorProto typed =
        producer == null ? stored : graph.initializers().get(Nodes.input(producer, 1));
    return typed != null && typed.getDataType() == ElementType.FLOAT.onnx();
  }

  /** The constant itself, or the integers behind a stored quantized one. */
  private @Nullable TensorProto stored(String tensor) {
    NodeProto producer = graph.producer(tensor);
    if (producer == null) {
      return graph.initializers().get(tensor);
    }
    return isStoredQuantized(producer) ? graph.initializers().get(Nodes.input(producer, 0)) : null;
  }

  private List<Long> dims(String tensor) {
    TensorProto stored = stored(tensor);
    return stored == null ? List.of() : stored.getDimsList();
  }

  private @Nullable NodeProto soleReader(NodeProto node) {
    String output = Nodes.firstOutput(node);
    List<NodeProto> readers = graph.consumers(output);
    return readers.size() == 1 && !graph.isOutput(output) ? readers.get(0) : null;
  }

  /** True for an Add of one constant per column of the product. */
  private boolean isBias(NodeProto add, NodeProto matMul) {
    if (!Nodes.is(add, "Add")) {
      return false;
    }
    String product = Nodes.firstOutput(matMul);
    String other = add.getInput(0).equals(product) ? Nodes.input(add, 1) : add.getInput(0);
    long columns = dims(Nodes.input(matMul, 1)).get(1);
    return isConstant(other) && dims(other).equals(List.of(columns));
  }

  private boolean isConstantBatchNorm(NodeProto node, NodeProto previous) {
    return Nodes.is(node, "BatchNormalization")
        && Nodes.outputs(node) == 1
        && readsOnlyFirst(node, previous)
        && node.getInputList().stream().skip(1).allMatch(graph::isInitializer);
  }

  private boolean isActivation(NodeProto node, NodeProto previous) {
    if (Nodes.is(node, "Relu")) {
      return true;
    }
    return Nodes.is(node, "Clip")
        && readsOnlyFirst(node, previous)
        && node.getInputList().stream()
            .skip(1)
            .allMatch(bound -> bound.isEmpty() || graph.isInitializer(bound));
  }

  private static boolean readsOnlyFirst(NodeProto node, NodeProto previous) {
    return Nodes.input(node, 0).equals(Nodes.firstOutput(previous));
  }
}
