package io.layerbench.backend.tensorrt;

import io.layerbench.backend.BackendException;
import io.layerbench.base.TensorData;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * An engine's context with memory for all its tensors on the device and pinned on the host. Inputs
 * are copied once and stay on the device, so that running moves no data.
 */
final class Binding implements AutoCloseable {

  private final Cuda cuda;
  private final Engine.Context context;
  private final Map<String, Buffers> buffers = new LinkedHashMap<>();
  private final Releases releases = new Releases();
  private final long stream;
  private final long start;
  private final long end;
  private boolean captures;
  private @Nullable Long graph;

  /** One tensor's memory on both sides. */
  private record Buffers(EngineTensor tensor, long device, Cuda.Pinned host) {}

  /**
   * @param graphs whether an inference is written down once and then launched as a whole, which
   *     spares the host's part of launching every kernel
   * @throws BackendException when something cannot be had; what was taken is given back
   */
  Binding(Cuda cuda, Engine engine, boolean graphs) {
    this.cuda = cuda;
    this.captures = graphs;
    try {
      context = take(engine.createContext());
      stream = taken(cuda.createStream(), cuda::destroyStream);
      start = taken(cuda.createEvent(), cuda::destroyEvent);
      end = taken(cuda.createEvent(), cuda::destroyEvent);
      for (EngineTensor tensor : engine.tensors()) {
        bind(tensor);
      }
    } catch (RuntimeException e) {
      releaseAfter(e);
      throw e;
    }
  }

  private Engine.Context take(Engine.Context made) {
    releases.add(made::close);
    return made;
  }

  private long taken(long handle, LongConsumer release) {
    releases.add(() -> release.accept(handle));
    return handle;
  }

  private void bind(EngineTensor tensor) {
    if (!tensor.type().isConcrete()) {
      throw new BackendException(
          "the shape of (" + tensor.name() + ") is not known before it runs");
    }
    // An empty tensor needs an address, too.
    long bytes = Math.max(1, tensor.bytes());
    long device = taken(cuda.allocate(bytes), cuda::free);
    Cuda.Pinned host = cuda.allocatePinned(bytes);
    releases.add(() -> cuda.freePinned(host));
    context.setAddress(tensor.name(), device);
    buffers.put(tensor.name(), new Buffers(tensor, device, host));
  }

  private void releaseAfter(RuntimeException failure) {
    try {
      releases.close();
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  /**
   * Copies inputs to the device.
   *
   * @param values one tensor per input
   * @throws BackendException for a missing input, or one of another size
   */
  void upload(Map<String, TensorData> values) {
    for (Buffers input : buffers.values()) {
      if (input.tensor().input()) {
        TensorData value = values.get(input.tensor().name());
        if (value == null || value.bytes().rewind().remaining() != input.tensor().bytes()) {
          throw new BackendException(
              "the input (%s) must be %s and is %s"
                  .formatted(
                      input.tensor().name(),
                      input.tensor().type().text(),
                      value == null ? "missing" : value));
        }
        input.host().bytes().duplicate().clear().put(value.bytes().duplicate().rewind());
        cuda.upload(input.host(), input.device(), stream);
      }
    }
    cuda.await(stream);
  }

  /** Runs once, and waits until the device has finished. */
  void run() {
    if (captures && graph == null) {
      // A context does work of its own on its first inference, which must not be in the graph.
      context.enqueue(stream);
      cuda.await(stream);
      cuda.beginCapture(stream);
      context.enqueue(stream);
      graph = taken(cuda.endCapture(stream), cuda::destroyGraph);
    }
    cuda.record(start, stream);
    if (graph == null) {
      context.enqueue(stream);
    } else {
      cuda.launch(graph, stream);
    }
    cuda.record(end, stream);
    cuda.await(stream);
  }

  /** How long the device took for the last run, in milliseconds. */
  double deviceMillis() {
    return cuda.elapsedMillis(start, end);
  }

  /** From here on every layer's time is reported; not together with graphs. */
  void profile(LayerTimes times) {
    captures = false;
    context.profile(times);
  }

  /** Copies the outputs of the last run to the host. */
  Map<String, TensorData> download() {
    for (Buffers output : buffers.values()) {
      if (!output.tensor().input()) {
        cuda.download(output.device(), output.host(), stream);
      }
    }
    cuda.await(stream);
    Map<String, TensorData> values = new LinkedHashMap<>();
    for (Buffers output : buffers.values()) {
      if (!output.tensor().input()) {
        EngineTensor tensor = output.tensor();
        TensorData copy = TensorData.allocate(tensor.elementType(), tensor.type().shape());
        ByteBuffer from = output.host().bytes().duplicate().clear();
        copy.bytes().duplicate().put(from.limit(Math.toIntExact(tensor.bytes())));
        values.put(tensor.name(), copy);
      }
    }
    return values;
  }

  @Override
  public void close() {
    releases.close();
  }
}
