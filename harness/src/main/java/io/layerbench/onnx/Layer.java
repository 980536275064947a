package io.layerbench.onnx;

import io.layerbench.onnx.proto.NodeProto;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of a model: an anchor operator and the operators that fuse into it, or a piece of glue.
 *
 * @param index its place in the model's order, from 0
 * @param name unique; the anchor node's name in the user's file, else its first output's
 * @param kind layer or glue
 * @param op the anchor's operator; for glue all its operators in order, joined by "+"
 * @param nodes its nodes in topological order, the anchor first where it has one; a
 *     DequantizeLinear of constants comes after them all, in each part that reads it
 * @param inputs the tensors it reads that other parts or the model's inputs make (no constants), in
 *     order of first use
 * @param outputs the tensors it makes that other parts or the model's outputs read
 * @param constants the initializers that it reads
 * @param parameterCount how many elements its floating-point constants have in all, and the
 *     integers behind a DequantizeLinear; without the bounds of a Clip; 0 for most glue
 * @param floatReason why it never leaves float (LSTM, control flow, …); null where it may
 */
public record Layer(
    int index,
    String name,
    LayerKind kind,
    String op,
    List<NodeProto> nodes,
    List<String> inputs,
    List<String> outputs,
    List<String> constants,
    long parameterCount,
    @Nullable String floatReason) {

  public Layer {
    nodes = List.copyOf(nodes);
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    constants = List.copyOf(constants);
  }

  /** True for layers, false for glue. */
  public boolean isRanked() {
    return kind == LayerKind.LAYER;
  }

  /** The anchor node, or the first node of glue. */
  public NodeProto anchor() {
    return nodes.get(0);
  }

  /** The tensor that leaves the layer after its fused activation. */
  public String output() {
    return outputs.get(0);
  }
}
