package io.layerbench.backend;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.layerbench.base.ElementType;
import io.layerbench.base.TensorData;
import io.layerbench.onnx.TensorType;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;

/** An ONNX Runtime session behind this program's interface. */
final class OrtSessionAdapter implements Session {

  private final OrtEnvironment environment;
  private final OrtSession session;
  private final Map<String, TensorType> inputs;
  private final Map<String, TensorType> outputs;

  OrtSessionAdapter(OrtEnvironment environment, OrtSession session) throws OrtException {
    this.environment = environment;
    this.session = session;
    this.inputs = OrtTensors.types(session.getInputInfo());
    this.outputs = OrtTensors.types(session.getOutputInfo());
  }

  @Override
  public Map<String, TensorType> inputs() {
    return inputs;
  }

  @Override
  public Map<String, TensorType> outputs() {
    return outputs;
  }

  @Override
  public Map<String, TensorData> run(Map<String, TensorData> values, Collection<String> wanted) {
    Map<String, OnnxTensor> tensors = wrap(values);
    try (OrtSession.Result result = session.run(tensors, new LinkedHashSet<>(wanted))) {
      Map<String, TensorData> copies = new LinkedHashMap<>();
      for (Map.Entry<String, OnnxValue> entry : result) {
        if (entry.getValue() instanceof OnnxTensor tensor && OrtTensors.isHeld(tensor.getInfo())) {
          copies.put(entry.getKey(), OrtTensors.copy(tensor));
        }
      }
      return copies;
    } catch (OrtException e) {
      throw new BackendException(e);
    } finally {
      tensors.values().forEach(OnnxTensor::close);
    }
  }

  @Override
  public void runInto(Map<String, TensorData> values, Map<String, TensorData> results) {
    Map<String, OnnxTensor> tensors = wrap(values);
    try {
      Map<String, OnnxTensor> pinned = wrap(results);
      try {
        // The result only refers to the pinned outputs: closing it frees nothing of theirs.
        session.run(tensors, pinned).close();
      } finally {
        pinned.values().forEach(OnnxTensor::close);
      }
    } catch (OrtException e) {
      throw new BackendException(e);
    } finally {
      tensors.values().forEach(OnnxTensor::close);
    }
  }

  @Override
  public BoundRun bind(Map<String, TensorData> values) {
    Map<String, TensorData> results = new LinkedHashMap<>();
    if (outputs.values().stream().allMatch(TensorType::isConcrete)) {
      outputs.forEach(
          (name, type) ->
              results.put(
                  name, TensorData.allocate(ElementType.ofOnnx(type.elementType()), type.shape())));
    } else {
      results.putAll(run(values, outputs.keySet()));
    }
    return new OrtBoundRun(session, wrap(values), wrap(results), results);
  }

  private Map<String, OnnxTensor> wrap(Map<String, TensorData> values) {
    Map<String, OnnxTensor> tensors = new LinkedHashMap<>();
    try {
      for (Map.Entry<String, TensorData> entry : values.entrySet()) {
        tensors.put(entry.getKey(), OrtTensors.wrap(environment, entry.getValue()));
      }
      return tensors;
    } catch (OrtException e) {
      tensors.values().forEach(OnnxTensor::close);
      throw new BackendException(e);
    }
  }

  @Override
  public Path endProfiling() {
    try {
      return Path.of(session.endProfiling());
    } catch (OrtException e) {
      throw new BackendException(e);
    }
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new BackendException(e);
    }
  }
}
