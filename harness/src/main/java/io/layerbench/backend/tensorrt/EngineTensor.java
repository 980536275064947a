package io.layerbench.backend.tensorrt;

import io.layerbench.base.ElementType;
import io.layerbench.base.TensorData;
import io.layerbench.onnx.TensorType;

/**
 * An input or output of an engine.
 *
 * @param type as in the ONNX file
 */
record EngineTensor(String name, boolean input, TensorType type) {

  ElementType elementType() {
    return ElementType.ofOnnx(type.elementType());
  }

  /** Its size in bytes; only for fixed shapes. */
  long bytes() {
    return TensorData.elements(type.shape()) * elementType().bytes();
  }
}
