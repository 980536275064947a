package io.layerbench.backend;

import io.layerbench.base.InputText;
import io.layerbench.base.InvalidInputException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads ONNX Runtime's profile (Chrome trace events): one {@link Kernel} per node of the optimized
 * graph.
 */
public final class OrtProfile {

  private static final String SUFFIX = "_kernel_time";

  /** Above what a run of the largest models writes, and well below what a String holds. */
  private static final long MAX_BYTES = 512L << 20;

  private static final List<String> MEMORY_FIELDS =
      List.of("parameter_size", "activation_size", "output_size", "mem_in_use_peak");

  // The runtime's format changes with its versions, so this mapper, unlike ours, takes what it
  // finds.
  private static final JsonMapper MAPPER = new JsonMapper();

  private OrtProfile() {}

  /**
   * The kernels of a profile in the order of their first execution.
   *
   * @throws InvalidInputException when the file is no profile
   */
  public static List<Kernel> kernels(Path file) {
    return byName(file).entrySet().stream().map(e -> kernel(e.getKey(), e.getValue())).toList();
  }

  /** The times of every node's executions in microseconds, by the node's name. */
  static Map<String, double[]> durations(Path file) {
    Map<String, double[]> durations = new LinkedHashMap<>();
    byName(file).forEach((node, events) -> durations.put(node, micros(events)));
    return durations;
  }

  private static Map<String, List<JsonNode>> byName(Path file) {
    Map<String, List<JsonNode>> byName = new LinkedHashMap<>();
    for (JsonNode event : events(file)) {
      String name = event.path("name").asString("");
      if (event.path("cat").asString("").equals("Node") && name.endsWith(SUFFIX)) {
        String node = name.substring(0, name.length() - SUFFIX.length());
        byName.computeIfAbsent(node, key -> new ArrayList<>()).add(event);
      }
    }
    return byName;
  }

  private static double[] micros(List<JsonNode> events) {
    return events.stream().mapToDouble(e -> e.path("dur").asDouble(0)).toArray();
  }

  private static JsonNode events(Path file) {
    try {
      return MAPPER.readTree(InputText.read(file, MAX_BYTES));
    } catch (IOException | JacksonException e) {
      throw new InvalidInputException(
          "The runtime's profile "
              + file.getFileName()
              + " cannot be read ("
              + e.getMessage()
              + ").",
          "",
          e);
    }
  }

  private static Kernel kernel(String name, List<JsonNode> events) {
    double[] micros = micros(events);
    Arrays.sort(micros);
    JsonNode args = events.get(0).path("args");
    return new Kernel(
        name, args.path("op_name").asString("unknown"), types(args), median(micros), memory(args));
  }

  private static double median(double[] sorted) {
    int n = sorted.length;
    return Arrays.stream(sorted, (n - 1) / 2, n / 2 + 1).average().orElse(0);
  }

  /** The field looks like [{"float":[1,3,8,8]},{"float":[8,3,3,3]}]. */
  private static String types(JsonNode args) {
    List<String> types = new ArrayList<>();
    for (JsonNode input : args.path("input_type_shape")) {
      types.addAll(input.propertyNames());
    }
    return types.stream().collect(Collectors.joining(","));
  }

  private static Map<String, Long> memory(JsonNode args) {
    Map<String, Long> memory = new TreeMap<>();
    for (String field : MEMORY_FIELDS) {
      if (args.has(field)) {
        // ONNX Runtime writes these numbers as text.
        String text = args.path(field).asString("");
        if (text.matches("\\d{1,18}")) {
          memory.put(field, Long.parseLong(text));
        }
      }
    }
    return memory;
  }
}
