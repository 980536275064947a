package io.layerbench.backend.tensorrt;

import io.layerbench.backend.BoundRun;
import io.layerbench.base.TensorData;
import java.util.Map;
import java.util.OptionalDouble;

/** A bound call of an engine: inputs lie on the device, outputs stay there until asked for. */
record TensorRtBoundRun(Binding binding) implements BoundRun {

  @Override
  public void run() {
    binding.run();
  }

  @Override
  public Map<String, TensorData> outputs() {
    return binding.download();
  }

  @Override
  public OptionalDouble deviceMicros() {
    return OptionalDouble.of(1000 * binding.deviceMillis());
  }

  @Override
  public void close() {
    binding.close();
  }
}
