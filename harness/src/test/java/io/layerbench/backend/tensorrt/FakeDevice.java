package io.layerbench.backend.tensorrt;

import io.layerbench.backend.BackendException;
import io.layerbench.base.ElementType;
import io.layerbench.onnx.TensorType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * A device and an engine in one that record every call and know what is still held: "y" is the
 * negative of "x". The n-th call can be made to fail.
 */
final class FakeDevice implements Cuda, Engine {

  final List<String> calls = new ArrayList<>();
  final Set<String> held = new TreeSet<>();
  List<EngineTensor> tensors =
      List.of(
          new EngineTensor("x", true, TensorType.of(ElementType.FLOAT.onnx(), 1, 2)),
          new EngineTensor("y", false, TensorType.of(ElementType.FLOAT.onnx(), 1, 2)));
  String layers = "{\"Layers\": []}";
  private final int failing;
  private final Map<Long, ByteBuffer> memory = new HashMap<>();
  private final Map<String, Long> addresses = new HashMap<>();
  private long next = 100;
  private boolean capturing;
  private LayerTimes times = (layer, millis) -> {};

  FakeDevice() {
    this(0);
  }

  /**
   * @param failing which call fails, from 1; 0 for none
   */
  FakeDevice(int failing) {
    this.failing = failing;
  }

  private void called(String call) {
    calls.add(call);
    if (calls.size() == failing) {
      throw new BackendException(call + " fails");
    }
  }

  private long take(String kind) {
    called("create " + kind);
    long handle = next++;
    held.add(kind + handle);
    return handle;
  }

  private void release(String kind, long handle) {
    // What was released is gone, also where the call gives an error.
    if (!held.remove(kind + handle)) {
      throw new AssertionError(kind + handle + " is not held");
    }
    called("destroy " + kind);
  }

  @Override
  public Gpu gpu() {
    return new Gpu("fake", "0.0", 1, 1);
  }

  @Override
  public long usedBytes() {
    return 1000L + held.size();
  }

  @Override
  public long allocate(long bytes) {
    long device = take("memory");
    memory.put(device, ByteBuffer.allocateDirect((int) bytes));
    return device;
  }

  @Override
  public void free(long device) {
    release("memory", device);
  }

  @Override
  public Pinned allocatePinned(long bytes) {
    return new Pinned(take("pinned"), ByteBuffer.allocateDirect((int) bytes));
  }

  @Override
  public void freePinned(Pinned pinned) {
    release("pinned", pinned.address());
  }

  @Override
  public void upload(Pinned from, long to, long stream) {
    called("upload");
    at(to).duplicate().clear().put(from.bytes().duplicate().clear());
  }

  @Override
  public void download(long from, Pinned to, long stream) {
    called("download");
    to.bytes().duplicate().clear().put(at(from).duplicate().clear());
  }

  @Override
  public long createStream() {
    return take("stream");
  }

  @Override
  public void await(long stream) {
    called("await");
  }

  @Override
  public void destroyStream(long stream) {
    release("stream", stream);
  }

  @Override
  public long createEvent() {
    return take("event");
  }

  @Override
  public void record(long event, long stream) {
    called("record");
  }

  @Override
  public double elapsedMillis(long start, long end) {
    return end - start;
  }

  @Override
  public void destroyEvent(long event) {
    release("event", event);
  }

  @Override
  public void beginCapture(long stream) {
    called("begin capture");
    capturing = true;
  }

  @Override
  public long endCapture(long stream) {
    capturing = false;
    return take("graph");
  }

  @Override
  public void launch(long graph, long stream) {
    called("launch");
    compute();
  }

  @Override
  public void destroyGraph(long graph) {
    release("graph", graph);
  }

  @Override
  public List<EngineTensor> tensors() {
    return tensors;
  }

  @Override
  public long activationBytes() {
    return 64;
  }

  @Override
  public long weightBytes() {
    return 32;
  }

  @Override
  public String layersJson() {
    return layers;
  }

  @Override
  public void close() {
    called("close engine");
  }

  private ByteBuffer at(long device) {
    return Objects.requireNonNull(memory.get(device));
  }

  private long address(String tensor) {
    return Objects.requireNonNull(addresses.get(tensor));
  }

  private void compute() {
    ByteBuffer from = at(address("x"));
    ByteBuffer to = at(address("y"));
    for (int i = 0; i < from.capacity() / 4; i++) {
      int bits = Integer.reverseBytes(from.getInt(4 * i));
      to.putInt(4 * i, Integer.reverseBytes(Float.floatToRawIntBits(-Float.intBitsToFloat(bits))));
    }
    times.add("negate", 0.5);
  }

  @Override
  public Context createContext() {
    long handle = take("context");
    return new Context() {
      @Override
      public void setAddress(String tensor, long device) {
        called("set " + tensor);
        addresses.put(tensor, device);
      }

      @Override
      public void enqueue(long stream) {
        called("enqueue");
        if (!capturing) {
          compute();
        }
      }

      @Override
      public void profile(LayerTimes wanted) {
        called("profile");
        times = wanted;
      }

      @Override
      public void close() {
        release("context", handle);
      }
    };
  }
}
