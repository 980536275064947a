package io.layerbench.backend;

import io.layerbench.base.TensorData;
import java.util.Map;

/**
 * A session with its inputs and outputs bound to direct buffers: calling it does nothing but run
 * the model.
 */
public interface BoundRun extends AutoCloseable {

  /** Runs the model once, into the bound outputs. */
  void run();

  /** The bound outputs, as the last run left them. */
  Map<String, TensorData> outputs();

  @Override
  void close();
}
