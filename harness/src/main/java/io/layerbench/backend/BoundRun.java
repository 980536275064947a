package io.layerbench.backend;

import io.layerbench.base.TensorData;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * A session with its inputs and outputs bound to direct buffers: calling it does nothing but run
 * the model.
 */
public interface BoundRun extends AutoCloseable {

  /** Runs the model once, into the bound outputs. */
  void run();

  /** The bound outputs, as the last run left them. */
  Map<String, TensorData> outputs();

  /**
   * What the last run took by the device's own clock, in microseconds, without what the host does
   * to start it; empty where there is no such clock.
   */
  default OptionalDouble deviceMicros() {
    return OptionalDouble.empty();
  }

  @Override
  void close();
}
