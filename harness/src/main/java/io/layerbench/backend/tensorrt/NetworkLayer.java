package io.layerbench.backend.tensorrt;

import java.util.List;

/**
 * One layer of a parsed network, before anything is fused.
 *
 * @param name TensorRT's, which begins with the ONNX node's
 * @param type TensorRT's kind of layer, such as "CONVOLUTION"
 * @param inputTypes element types of the inputs, such as "HALF"; empty text for an input left out
 * @param outputTypes element types of the outputs
 */
record NetworkLayer(String name, String type, List<String> inputTypes, List<String> outputTypes) {

  NetworkLayer {
    inputTypes = List.copyOf(inputTypes);
    outputTypes = List.copyOf(outputTypes);
  }
}
