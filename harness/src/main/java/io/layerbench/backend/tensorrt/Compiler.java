package io.layerbench.backend.tensorrt;

/** Makes engines: the narrow seam to TensorRT's builder and runtime. */
interface Compiler {

  /** The version of the libraries, such as "11.2.1". */
  String version();

  /**
   * Builds an engine, which takes seconds to minutes.
   *
   * @param onnx a serialized model
   * @param timings measured by earlier builds; empty for none
   * @throws io.layerbench.backend.BackendException with what TensorRT said
   */
  Compiled compile(byte[] onnx, byte[] timings);

  /**
   * Loads an engine. Engines are programs: only for what {@link #compile} gave.
   *
   * @throws io.layerbench.backend.BackendException with what TensorRT said
   */
  Engine load(byte[] plan);

  /**
   * A serialized engine.
   *
   * @param plan TensorRT's own format
   * @param timings those given and those measured in this build
   */
  @SuppressWarnings("ArrayRecordComponent") // handed on and never compared
  record Compiled(byte[] plan, byte[] timings) {}
}
