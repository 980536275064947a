package io.layerbench.backend;

import io.layerbench.backend.tensorrt.TensorRtBackends;
import io.layerbench.base.UsageException;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The registry of backends, in the order in which they are listed and run. */
public final class Backends {

  private static final List<Backend> BUILT_IN =
      List.of(
          new OrtCpuBackend(),
          new OrtGpuBackend(OrtProvider.CUDA),
          TensorRtBackends.tensorRt(),
          new OrtGpuBackend(OrtProvider.TENSORRT));

  private Backends() {}

  /**
   * Every backend that this program knows, available or not: its own, then those of other jars on
   * the class path.
   */
  public static List<Backend> all() {
    return Stream.concat(
            BUILT_IN.stream(),
            ServiceLoader.load(Backend.class).stream().map(ServiceLoader.Provider::get))
        .toList();
  }

  /**
   * The backend of that name.
   *
   * @throws UsageException naming the known ones
   */
  public static Backend named(String name) {
    return all().stream()
        .filter(backend -> backend.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new UsageException(
                    "Unknown backend (" + name + ").",
                    "known backends are "
                        + all().stream().map(Backend::name).collect(Collectors.joining(", "))
                        + "."));
  }
}
