package io.layerbench.backend.tensorrt;

import java.util.List;

/** A built engine, as far as this program uses it: the narrow seam to TensorRT's own class. */
interface Engine extends AutoCloseable {

  /** Inputs and outputs in the engine's order. */
  List<EngineTensor> tensors();

  /** Bytes on the device for one context's activations and workspace. */
  long activationBytes();

  /** Bytes of all weights. */
  long weightBytes();

  /** What the engine's inspector says of all layers, as JSON. */
  String layersJson();

  /** Something that runs; closed before its engine. */
  Context createContext();

  @Override
  void close();

  /** A context that runs one inference at a time. */
  interface Context extends AutoCloseable {

    /** Says where a tensor lies on the device. */
    void setAddress(String tensor, long device);

    /** Queues one inference. */
    void enqueue(long stream);

    /** Reports every layer's time behind each inference, which then runs slower. */
    void profile(LayerTimes times);

    @Override
    void close();
  }
}
