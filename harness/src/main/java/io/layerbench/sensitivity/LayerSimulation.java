package io.layerbench.sensitivity;

import io.layerbench.backend.Session;
import io.layerbench.base.InvalidInputException;
import io.layerbench.base.Precision;
import io.layerbench.base.TensorData;
import io.layerbench.onnx.Layer;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** One layer's simulation in one precision, and what it has seen so far. */
final class LayerSimulation implements AutoCloseable {

  private final Layer layer;
  private final Session session;
  private PartialSensitivity sum;

  LayerSimulation(Layer layer, Precision precision, Session session) {
    this.layer = layer;
    this.session = session;
    this.sum =
        new PartialSensitivity(layer.name(), precision, Math.max(1, layer.parameterCount()), 0, 0);
  }

  /**
   * Adds one sample.
   *
   * @param activations the FP32 model's tensors of that sample
   * @throws InvalidInputException when an output is not finite
   */
  void observe(String sample, Map<String, TensorData> activations) {
    Map<String, TensorData> inputs = new LinkedHashMap<>();
    for (String name : session.inputs().keySet()) {
      inputs.put(name, activation(activations, name));
    }
    TensorData quantized = activation(session.run(inputs, Set.of(layer.output())), layer.output());
    double norm = distance(activation(activations, layer.output()).floats(), quantized.floats());
    if (!Double.isFinite(norm)) {
      throw new InvalidInputException(
          "The output of layer (" + layer.name() + ") is not finite on sample (" + sample + ").",
          "the model or the sample holds NaN or infinite values.");
    }
    sum = sum.plus(norm);
  }

  private static TensorData activation(Map<String, TensorData> activations, String name) {
    TensorData data = activations.get(name);
    if (data == null) {
      throw new IllegalStateException("The model gave no tensor (" + name + ").");
    }
    return data;
  }

  /** ‖a − b‖₂, summed in double. */
  private static double distance(FloatBuffer a, FloatBuffer b) {
    if (a.remaining() != b.remaining()) {
      throw new IllegalStateException(
          "The outputs have different sizes (" + a.remaining() + ", " + b.remaining() + ").");
    }
    double squares = 0;
    while (a.hasRemaining()) {
      double difference = (double) a.get() - b.get();
      squares += difference * difference;
    }
    return Math.sqrt(squares);
  }

  PartialSensitivity partial() {
    return sum;
  }

  @Override
  public void close() {
    session.close();
  }
}
