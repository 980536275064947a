package io.layerbench.backend.tensorrt;

import java.util.List;

/**
 * One layer of a parsed network, before anything is fused.
 *
 * @param name TensorRT's, which begins with the ONNX node's
 * @param type TensorRT's kind of layer, such as "CONVOLUTION"
 * @param inputs what it reads, without those left out
 * @param outputs what it makes
 */
record NetworkLayer(String name, String type, List<Edge> inputs, List<Edge> outputs) {

  /**
   * A tensor.
   *
   * @param type TensorRT's element type, such as "HALF"
   */
  record Edge(String name, String type) {}

  NetworkLayer {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }
}
