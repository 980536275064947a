package io.layerbench.backend.tensorrt;

import java.nio.ByteBuffer;

/**
 * What this program asks of CUDA's runtime, and no more: so that the order of its calls can be
 * tested without a device. Streams, events, graphs and device memory are addresses.
 *
 * <p>Every function throws {@link io.layerbench.backend.BackendException} with CUDA's own text
 * where CUDA gives an error.
 */
interface Cuda {

  /** The device that everything runs on. */
  Gpu gpu();

  /** Bytes of the device's memory that are in use, by all its processes. */
  long usedBytes();

  /** Memory on the device. */
  long allocate(long bytes);

  void free(long device);

  /** Memory of the host that the device reads and writes directly. */
  Pinned allocatePinned(long bytes);

  void freePinned(Pinned pinned);

  /** Queues a copy. */
  void upload(Pinned from, long to, long stream);

  /** Queues a copy. */
  void download(long from, Pinned to, long stream);

  long createStream();

  /** Waits for all that was queued. */
  void await(long stream);

  void destroyStream(long stream);

  long createEvent();

  void record(long event, long stream);

  /** Between two events that have passed, in milliseconds; CUDA resolves about 0.5 µs. */
  double elapsedMillis(long start, long end);

  void destroyEvent(long event);

  /** From here on the stream's work is written down instead of done. */
  void beginCapture(long stream);

  /** What was written down, ready to be launched. */
  long endCapture(long stream);

  void launch(long graph, long stream);

  void destroyGraph(long graph);

  /**
   * Pinned memory.
   *
   * @param bytes a direct view of it
   */
  record Pinned(long address, ByteBuffer bytes) {}
}
