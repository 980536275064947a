package io.layerbench.backend;

import java.util.Map;
import java.util.TreeMap;

/**
 * One kernel that a runtime executed, from its own profile.
 *
 * @param name the node's name in the runtime's optimized graph
 * @param op its operator there, such as "QLinearConv"
 * @param inputTypes the element types of its inputs, comma-separated, as the runtime writes them
 * @param medianMicros the median of its own times, in microseconds
 * @param memory the runtime's memory fields in bytes, by the runtime's names (parameter_size,
 *     activation_size, …)
 */
public record Kernel(
    String name, String op, String inputTypes, double medianMicros, Map<String, Long> memory) {

  public Kernel {
    memory = new TreeMap<>(memory);
  }
}
