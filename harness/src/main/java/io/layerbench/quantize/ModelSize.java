package io.layerbench.quantize;

import io.layerbench.onnx.OnnxModel;

/** The size of a model: the bytes of its ONNX file. */
public final class ModelSize {

  private ModelSize() {}

  /** Bytes of the serialized model. */
  public static long bytes(OnnxModel model) {
    return model.proto().getSerializedSize();
  }
}
