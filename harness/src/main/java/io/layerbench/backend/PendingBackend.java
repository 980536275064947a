package io.layerbench.backend;

import io.layerbench.base.Precision;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A backend whose name is reserved and that this version cannot run: listed as unavailable, never
 * missing.
 */
record PendingBackend(String name, ActivationType activationType) implements Backend {

  private static final String MESSAGE = "this version of Layerbench has no %s backend";

  @Override
  public Capabilities capabilities() {
    return new Capabilities(
        Set.of(Precision.FP32, Precision.FP16, Precision.INT8), activationType, Fp16.NATIVE);
  }

  @Override
  public Availability availability() {
    return Availability.unavailable(
        name, "backend built in", MESSAGE.formatted(name), "measure on the cpu backend.");
  }

  @Override
  public ForkSettings forkSettings(@Nullable Path cache) {
    return ForkSettings.NONE;
  }

  @Override
  public String runtimeName() {
    return name;
  }

  @Override
  public String runtimeVersion() {
    throw new UnsupportedOperationException(MESSAGE.formatted(name));
  }

  @Override
  public Session open(byte[] model, SessionSettings settings) {
    throw new UnsupportedOperationException(MESSAGE.formatted(name));
  }
}
