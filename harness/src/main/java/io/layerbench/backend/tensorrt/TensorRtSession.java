package io.layerbench.backend.tensorrt;

import io.layerbench.backend.BackendException;
import io.layerbench.backend.BoundRun;
import io.layerbench.backend.DeviceMemory;
import io.layerbench.backend.Session;
import io.layerbench.base.TensorData;
import io.layerbench.onnx.TensorType;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** An engine behind this program's interface. */
final class TensorRtSession implements Session {

  private final Cuda cuda;
  private final Engine engine;
  private final long usedBefore;
  private final boolean graphs;
  private final @Nullable EngineProfile profile;
  private @Nullable Binding own;

  private TensorRtSession(
      Cuda cuda, Engine engine, long usedBefore, boolean graphs, @Nullable EngineProfile profile) {
    this.cuda = cuda;
    this.engine = engine;
    this.usedBefore = usedBefore;
    this.graphs = graphs;
    this.profile = profile;
  }

  /**
   * Loads an engine.
   *
   * @param graphs whether bound runs are launched as CUDA graphs
   * @param profile where to write the layers' times; null not to take them
   */
  static TensorRtSession open(
      Cuda cuda, Supplier<Engine> engine, boolean graphs, @Nullable EngineProfile profile) {
    long before = cuda.usedBytes();
    return new TensorRtSession(cuda, engine.get(), before, graphs, profile);
  }

  @Override
  public Map<String, TensorType> inputs() {
    return types(true);
  }

  @Override
  public Map<String, TensorType> outputs() {
    return types(false);
  }

  private Map<String, TensorType> types(boolean inputs) {
    Map<String, TensorType> types = new LinkedHashMap<>();
    for (EngineTensor tensor : engine.tensors()) {
      if (tensor.input() == inputs) {
        types.put(tensor.name(), tensor.type());
      }
    }
    return types;
  }

  @Override
  public synchronized Map<String, TensorData> run(
      Map<String, TensorData> inputs, Collection<String> outputs) {
    Binding binding = own;
    if (binding == null) {
      binding = new Binding(cuda, engine, false);
      own = binding;
    }
    binding.upload(inputs);
    binding.run();
    Map<String, TensorData> all = binding.download();
    all.keySet().retainAll(outputs);
    return all;
  }

  @Override
  public void runInto(Map<String, TensorData> inputs, Map<String, TensorData> outputs) {
    run(inputs, outputs.keySet()).forEach((name, value) -> copy(name, value, outputs.get(name)));
  }

  private static void copy(String name, TensorData from, @Nullable TensorData to) {
    if (to == null || to.bytes().rewind().remaining() != from.bytes().rewind().remaining()) {
      throw new BackendException("the output (" + name + ") is " + from + " and not " + to);
    }
    to.bytes().duplicate().rewind().put(from.bytes().duplicate().rewind());
  }

  @Override
  public BoundRun bind(Map<String, TensorData> inputs) {
    Binding binding = new Binding(cuda, engine, graphs && profile == null);
    try {
      binding.upload(inputs);
      if (profile != null) {
        binding.profile(profile::add);
      }
    } catch (RuntimeException e) {
      binding.close();
      throw e;
    }
    return new TensorRtBoundRun(binding);
  }

  @Override
  public Optional<DeviceMemory> deviceMemory() {
    return Optional.of(
        new DeviceMemory(
            engine.weightBytes(), engine.activationBytes(), cuda.usedBytes() - usedBefore));
  }

  @Override
  public Path endProfiling() {
    if (profile == null) {
      throw new IllegalStateException("The session was opened without a profile.");
    }
    return profile.write(engine);
  }

  @Override
  public void close() {
    try {
      if (own != null) {
        own.close();
      }
    } finally {
      engine.close();
    }
  }
}
