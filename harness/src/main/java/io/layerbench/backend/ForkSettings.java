package io.layerbench.backend;

import java.util.List;
import java.util.Map;

/**
 * What a child process needs to load a backend, over what the CPU needs.
 *
 * @param classPath entries put before the program's own
 * @param jvmArguments arguments of the child's JVM
 * @param environment variables set in the child
 */
public record ForkSettings(
    List<String> classPath, List<String> jvmArguments, Map<String, String> environment) {

  /** Nothing beyond the program itself. */
  public static final ForkSettings NONE = new ForkSettings(List.of(), List.of(), Map.of());

  public ForkSettings {
    classPath = List.copyOf(classPath);
    jvmArguments = List.copyOf(jvmArguments);
    environment = Map.copyOf(environment);
  }
}
