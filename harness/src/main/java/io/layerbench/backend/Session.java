package io.layerbench.backend;

import io.layerbench.base.TensorData;
import io.layerbench.onnx.TensorType;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/** A loaded model. Not safe for use by several threads at once, but for {@link #runInto}. */
public interface Session extends AutoCloseable {

  /** The model's inputs by name, in the model's order. */
  Map<String, TensorType> inputs();

  /** The model's outputs by name, in the model's order. */
  Map<String, TensorType> outputs();

  /**
   * Runs once.
   *
   * @param inputs one tensor per input
   * @param outputs which outputs to compute
   * @return the outputs asked for, copied out of the runtime
   * @throws BackendException when the runtime fails
   */
  Map<String, TensorData> run(Map<String, TensorData> inputs, Collection<String> outputs);

  /**
   * Runs once, from and into the caller's own buffers: nothing is copied. Several threads may call
   * it at once with buffers of their own.
   *
   * @param inputs one tensor per input
   * @param outputs the outputs to compute, with their exact shapes; their bytes are overwritten
   * @throws BackendException when the runtime fails, or when a shape is not what the model gives
   */
  void runInto(Map<String, TensorData> inputs, Map<String, TensorData> outputs);

  /**
   * Binds inputs and preallocated outputs once, for timing.
   *
   * @throws BackendException when the outputs' shapes are not known before the first run
   */
  BoundRun bind(Map<String, TensorData> inputs);

  /**
   * Ends profiling and returns the file that the runtime wrote. Only for a session opened with a
   * profile.
   */
  Path endProfiling();

  /** What the model holds of a device's own memory; empty where it runs in the host's. */
  default Optional<DeviceMemory> deviceMemory() {
    return Optional.empty();
  }

  @Override
  void close();
}
