package io.layerbench.backend.tensorrt;

import io.layerbench.backend.BackendException;
import io.layerbench.base.AtomicFiles;
import io.layerbench.base.Json;
import io.layerbench.onnx.proto.GraphProto;
import io.layerbench.onnx.proto.ModelProto;
import io.layerbench.onnx.proto.NodeProto;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The times of an engine's layers, written in the form that ONNX Runtime's profile and optimized
 * graph have, so that all else reads both the same way: an event per layer and inference, and a
 * graph with a node per layer.
 *
 * @param prefix how the profile's name begins
 * @param graph where to write the graph; null for nowhere
 * @param layers every layer's times in milliseconds, by the engine's names
 */
record EngineProfile(Path prefix, @Nullable Path graph, Map<String, List<Double>> layers) {

  EngineProfile(Path prefix, @Nullable Path graph) {
    this(prefix, graph, new LinkedHashMap<>());
  }

  /** A field of the runtime's events; its names are the runtime's. */
  private record Event(String cat, String name, double dur, Args args) {}

  private record Args(String opName, List<Map<String, List<Long>>> inputTypeShape) {}

  void add(String layer, double millis) {
    layers.computeIfAbsent(layer, name -> new ArrayList<>()).add(millis);
  }

  /**
   * Writes what was taken.
   *
   * @return the profile
   */
  Path write(Engine engine) {
    Path file = prefix.resolveSibling(prefix.getFileName() + ".json");
    List<Event> events = new ArrayList<>();
    GraphProto.Builder nodes = GraphProto.newBuilder().setName("engine");
    Set<String> names = new HashSet<>();
    for (EngineLayer layer : EngineLayers.read(engine.layersJson())) {
      List<Double> times = layers.getOrDefault(layer.name(), List.of());
      String name = names.add(layer.mainNode()) ? layer.mainNode() : layer.name();
      for (double millis : times) {
        events.add(new Event("Node", name + "_kernel_time", 1000 * millis, args(layer)));
      }
      nodes.addNode(
          NodeProto.newBuilder()
              .setName(name)
              .setOpType(layer.op())
              .addAllInput(layer.inputs())
              .addAllOutput(layer.outputs()));
    }
    try {
      AtomicFiles.write(file, Json.line(events));
      if (graph != null) {
        AtomicFiles.write(graph, ModelProto.newBuilder().setGraph(nodes).build().toByteArray());
      }
    } catch (IOException e) {
      throw new BackendException("the profile cannot be written: " + e, e);
    }
    return file;
  }

  private static Args args(EngineLayer layer) {
    return new Args(
        layer.op(),
        layer.inputTypes().stream().map(type -> Map.of(type, List.<Long>of())).toList());
  }
}
