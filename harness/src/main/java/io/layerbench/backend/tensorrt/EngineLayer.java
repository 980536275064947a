package io.layerbench.backend.tensorrt;

import java.util.List;

/**
 * One layer of an engine, which may stand for several nodes of the ONNX file.
 *
 * @param name the engine's, which the profiler uses, too
 * @param op the ONNX operator that it computes as far as it is one, such as "Conv"; conversions are
 *     "QuantizeLinear", "DequantizeLinear", "Cast" and, of layout, "ReorderInput"; else TensorRT's
 *     own word
 * @param nodes the names of the nodes that went into it
 * @param inputs the tensors that it reads
 * @param outputs the tensors that it makes
 * @param inputTypes element types of the inputs, in ONNX Runtime's words: "float", "float16",
 *     "int8" …; "unknown" where the inspector does not say
 */
record EngineLayer(
    String name,
    String op,
    List<String> nodes,
    List<String> inputs,
    List<String> outputs,
    List<String> inputTypes) {

  EngineLayer {
    nodes = List.copyOf(nodes);
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    inputTypes = List.copyOf(inputTypes);
  }

  /**
   * The node that it is known by: the first that is no conversion, since a layer computes between
   * those that were fused into it; its own name where the inspector names no node.
   */
  String mainNode() {
    return nodes.stream()
        .filter(node -> !node.endsWith("QuantizeLinear") && !node.endsWith("DequantizeLinear"))
        .findFirst()
        .orElse(nodes.isEmpty() ? name : nodes.get(0));
  }
}
