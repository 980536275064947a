package io.layerbench.benchmarks;

import io.layerbench.backend.Backend;
import io.layerbench.backend.Session;
import io.layerbench.backend.SessionSettings;
import io.layerbench.base.ElementType;
import io.layerbench.base.TensorData;
import io.layerbench.dataset.Item;
import io.layerbench.onnx.Edges;
import io.layerbench.onnx.Layer;
import io.layerbench.onnx.LayerCutter;
import io.layerbench.onnx.OnnxModel;
import io.layerbench.onnx.TensorType;
import io.layerbench.onnx.proto.NodeProto;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Everything that depends on a layer's output, as a model of its own. */
final class RemainingNetwork {

  private RemainingNetwork() {}

  /** The CPU seconds of running it on each sample's true values, after as many runs to warm up. */
  static double cpuSeconds(
      OnnxModel model, List<Layer> parts, Layer layer, Backend backend, List<Item> samples) {
    Layer merged = behind(model, parts, layer);
    OnnxModel cut = LayerCutter.cut(model, merged);
    List<String> made =
        merged.inputs().stream().filter(name -> model.graph().producer(name) != null).toList();
    // A session of one thread runs on the calling one, whose time is finer than the process's.
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    double sum = 0;
    try (Session values =
            backend.open(Edges.withOutputs(model, made).toBytes(), SessionSettings.shared(1));
        Session session = backend.open(cut.toBytes(), SessionSettings.shared(1))) {
      Map<String, TensorData> outputs = outputs(model, merged);
      for (Item sample : samples) {
        Map<String, TensorData> inputs = new LinkedHashMap<>(values.run(sample.inputs(), made));
        sample.inputs().forEach((name, data) -> inputs.put(name, data));
        inputs.keySet().retainAll(merged.inputs());
        session.runInto(inputs, outputs);
        long begin = threads.getCurrentThreadCpuTime();
        session.runInto(inputs, outputs);
        sum += (threads.getCurrentThreadCpuTime() - begin) / 1e9;
      }
    }
    return sum;
  }

  private static Map<String, TensorData> outputs(OnnxModel model, Layer merged) {
    Map<String, TensorData> outputs = new LinkedHashMap<>();
    for (String name : merged.outputs()) {
      TensorType type = Objects.requireNonNull(model.graph().type(name), name);
      outputs.put(name, TensorData.allocate(ElementType.ofOnnx(type.elementType()), type.shape()));
    }
    return outputs;
  }

  private static Layer behind(OnnxModel model, List<Layer> parts, Layer layer) {
    Set<String> dirty = new HashSet<>(layer.outputs());
    List<NodeProto> nodes = new ArrayList<>();
    Set<String> inputs = new LinkedHashSet<>();
    Set<String> made = new LinkedHashSet<>();
    Set<String> constants = new LinkedHashSet<>();
    for (Layer part : parts) {
      if (part.inputs().stream().anyMatch(dirty::contains)) {
        dirty.addAll(part.outputs());
        nodes.addAll(part.nodes());
        inputs.addAll(part.inputs());
        made.addAll(part.outputs());
        constants.addAll(part.constants());
      }
    }
    inputs.removeAll(made);
    return new Layer(
        0,
        "behind " + layer.name(),
        layer.kind(),
        "",
        nodes,
        List.copyOf(inputs),
        made.stream().filter(model.graph()::isOutput).toList(),
        List.copyOf(constants),
        0,
        null);
  }
}
