package io.layerbench.backend.tensorrt;

import io.layerbench.backend.BackendException;
import org.bytedeco.cuda.cudart.CUevent_st;
import org.bytedeco.cuda.cudart.CUgraphExec_st;
import org.bytedeco.cuda.cudart.CUgraph_st;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.cuda.cudart.cudaDeviceProp;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.SizeTPointer;

/** CUDA's runtime through JavaCPP. Only where {@link Ladder} has found a device. */
final class CudaRuntime implements Cuda {

  private static final int DEVICE = 0;

  CudaRuntime() {
    check("cudaSetDevice", cudart.cudaSetDevice(DEVICE));
  }

  /** A native address as JavaCPP's functions want it; owns nothing. */
  static final class Address extends Pointer {
    Address(long address) {
      super();
      this.address = address;
    }
  }

  private static CUstream_st stream(long address) {
    return new CUstream_st(new Address(address));
  }

  private static CUevent_st event(long address) {
    return new CUevent_st(new Address(address));
  }

  private static void check(String call, int code) {
    if (code != cudart.cudaSuccess) {
      throw new BackendException(
          "%s: CUDA error %d (%s)"
              .formatted(call, code, cudart.cudaGetErrorString(code).getString()));
    }
  }

  @Override
  public Gpu gpu() {
    int[] driver = new int[1];
    int[] runtime = new int[1];
    check("cudaDriverGetVersion", cudart.cudaDriverGetVersion(driver));
    check("cudaRuntimeGetVersion", cudart.cudaRuntimeGetVersion(runtime));
    try (cudaDeviceProp properties = new cudaDeviceProp()) {
      check("cudaGetDeviceProperties", cudart.cudaGetDeviceProperties(properties, DEVICE));
      return new Gpu(
          properties.name().getString(),
          properties.major() + "." + properties.minor(),
          driver[0],
          runtime[0]);
    }
  }

  @Override
  public long usedBytes() {
    try (SizeTPointer free = new SizeTPointer(1);
        SizeTPointer total = new SizeTPointer(1)) {
      check("cudaMemGetInfo", cudart.cudaMemGetInfo(free, total));
      return total.get() - free.get();
    }
  }

  @Override
  public long allocate(long bytes) {
    Pointer device = new Pointer();
    check("cudaMalloc of " + bytes + " bytes", cudart.cudaMalloc(device, bytes));
    return device.address();
  }

  @Override
  public void free(long device) {
    check("cudaFree", cudart.cudaFree(new Address(device)));
  }

  @Override
  public Pinned allocatePinned(long bytes) {
    Pointer host = new Pointer();
    check("cudaMallocHost of " + bytes + " bytes", cudart.cudaMallocHost(host, bytes));
    return new Pinned(host.address(), new BytePointer(host).capacity(bytes).asByteBuffer());
  }

  @Override
  public void freePinned(Pinned pinned) {
    check("cudaFreeHost", cudart.cudaFreeHost(new Address(pinned.address())));
  }

  @Override
  public void upload(Pinned from, long to, long stream) {
    copy(to, from.address(), from.bytes().capacity(), cudart.cudaMemcpyHostToDevice, stream);
  }

  @Override
  public void download(long from, Pinned to, long stream) {
    copy(to.address(), from, to.bytes().capacity(), cudart.cudaMemcpyDeviceToHost, stream);
  }

  private static void copy(long to, long from, long bytes, int kind, long stream) {
    check(
        "cudaMemcpyAsync",
        cudart.cudaMemcpyAsync(new Address(to), new Address(from), bytes, kind, stream(stream)));
  }

  @Override
  public long createStream() {
    CUstream_st made = new CUstream_st();
    check("cudaStreamCreate", cudart.cudaStreamCreateWithFlags(made, cudart.cudaStreamNonBlocking));
    return made.address();
  }

  @Override
  public void await(long stream) {
    check("cudaStreamSynchronize", cudart.cudaStreamSynchronize(stream(stream)));
  }

  @Override
  public void destroyStream(long stream) {
    check("cudaStreamDestroy", cudart.cudaStreamDestroy(stream(stream)));
  }

  @Override
  public long createEvent() {
    CUevent_st made = new CUevent_st();
    check("cudaEventCreate", cudart.cudaEventCreate(made));
    return made.address();
  }

  @Override
  public void record(long event, long stream) {
    check("cudaEventRecord", cudart.cudaEventRecord(event(event), stream(stream)));
  }

  @Override
  public double elapsedMillis(long start, long end) {
    float[] millis = new float[1];
    check("cudaEventElapsedTime", cudart.cudaEventElapsedTime(millis, event(start), event(end)));
    return millis[0];
  }

  @Override
  public void destroyEvent(long event) {
    check("cudaEventDestroy", cudart.cudaEventDestroy(event(event)));
  }

  @Override
  public void beginCapture(long stream) {
    check(
        "cudaStreamBeginCapture",
        cudart.cudaStreamBeginCapture(stream(stream), cudart.cudaStreamCaptureModeThreadLocal));
  }

  @Override
  public long endCapture(long stream) {
    CUgraph_st graph = new CUgraph_st();
    check("cudaStreamEndCapture", cudart.cudaStreamEndCapture(stream(stream), graph));
    CUgraphExec_st launchable = new CUgraphExec_st();
    int code = cudart.cudaGraphInstantiate(launchable, graph);
    check("cudaGraphDestroy", cudart.cudaGraphDestroy(graph));
    check("cudaGraphInstantiate", code);
    return launchable.address();
  }

  @Override
  public void launch(long graph, long stream) {
    check(
        "cudaGraphLaunch",
        cudart.cudaGraphLaunch(new CUgraphExec_st(new Address(graph)), stream(stream)));
  }

  @Override
  public void destroyGraph(long graph) {
    check(
        "cudaGraphExecDestroy",
        cudart.cudaGraphExecDestroy(new CUgraphExec_st(new Address(graph))));
  }
}
