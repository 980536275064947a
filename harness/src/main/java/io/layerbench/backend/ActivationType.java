package io.layerbench.backend;

/** How a backend wants quantized activations. */
public enum ActivationType {
  /** Unsigned with a zero point: what ONNX Runtime's CPU kernels fuse. */
  UINT8,
  /** Signed and symmetric, zero point 0: what TensorRT takes. */
  INT8
}
