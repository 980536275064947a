package io.layerbench.backend;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.layerbench.base.TensorData;
import java.util.Map;

/** A bound call of an ONNX Runtime session; the outputs are pinned to direct buffers. */
final class OrtBoundRun implements BoundRun {

  private final OrtSession session;
  private final Map<String, OnnxTensor> inputs;
  private final Map<String, OnnxTensor> pinned;
  private final Map<String, TensorData> outputs;

  OrtBoundRun(
      OrtSession session,
      Map<String, OnnxTensor> inputs,
      Map<String, OnnxTensor> pinned,
      Map<String, TensorData> outputs) {
    this.session = session;
    this.inputs = inputs;
    this.pinned = pinned;
    this.outputs = outputs;
  }

  @Override
  public void run() {
    try {
      // The result only refers to the pinned outputs: closing it frees nothing of theirs.
      session.run(inputs, pinned).close();
    } catch (OrtException e) {
      throw new BackendException(e);
    }
  }

  @Override
  public Map<String, TensorData> outputs() {
    return outputs;
  }

  @Override
  public void close() {
    inputs.values().forEach(OnnxTensor::close);
    pinned.values().forEach(OnnxTensor::close);
  }
}
