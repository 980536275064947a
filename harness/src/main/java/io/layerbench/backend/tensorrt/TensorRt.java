package io.layerbench.backend.tensorrt;

import io.layerbench.backend.BackendException;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.tensorrt.global.nvinfer;
import org.bytedeco.tensorrt.global.nvinfer.BuilderFlag;
import org.bytedeco.tensorrt.global.nvinfer.MemoryPoolType;
import org.bytedeco.tensorrt.global.nvinfer.ProfilingVerbosity;
import org.bytedeco.tensorrt.nvinfer.IBuilder;
import org.bytedeco.tensorrt.nvinfer.IBuilderConfig;
import org.bytedeco.tensorrt.nvinfer.ICudaEngine;
import org.bytedeco.tensorrt.nvinfer.IHostMemory;
import org.bytedeco.tensorrt.nvinfer.IRuntime;
import org.bytedeco.tensorrt.nvinfer.ITimingCache;

/**
 * TensorRT's builder and runtime through JavaCPP. Only where {@link Ladder} has found a device: a
 * runtime made without one ends the process when it is used.
 */
final class TensorRt implements Compiler {

  /** More is of use to few kernels; less is taken where the device has less. */
  static final long WORKSPACE_BYTES = 1L << 30;

  private final MessageLog log = new MessageLog();
  private final Logger logger = new Logger(log);

  @Override
  public String version() {
    return libraryVersion();
  }

  /** The version that the loaded library says of itself. */
  static String libraryVersion() {
    return nvinfer.getInferLibMajorVersion()
        + "."
        + nvinfer.getInferLibMinorVersion()
        + "."
        + nvinfer.getInferLibPatchVersion();
  }

  /** The version that these classes were made for. */
  static String presetVersion() {
    return nvinfer.NV_TENSORRT_MAJOR
        + "."
        + nvinfer.NV_TENSORRT_MINOR
        + "."
        + nvinfer.NV_TENSORRT_PATCH;
  }

  /** Makes a builder and frees it: why it cannot be made, else the empty text. */
  String tryBuilder() {
    log.clear();
    IBuilder builder = nvinfer.createInferBuilder(logger);
    if (builder == null) {
      return log.reason();
    }
    NativeObjects.delete(builder);
    return "";
  }

  @Override
  public Compiled compile(byte[] onnx, byte[] timings) {
    log.clear();
    try (Releases releases = new Releases();
        BytePointer known = bytes(timings)) {
      IBuilder builder = made(nvinfer.createInferBuilder(logger));
      releases.add(() -> NativeObjects.delete(builder));
      ParsedNetwork parsed = ParsedNetwork.of(builder, logger, log, onnx);
      releases.add(parsed::close);
      IBuilderConfig config = made(builder.createBuilderConfig());
      releases.add(() -> NativeObjects.delete(config));
      configure(config);
      ITimingCache cache = made(config.createTimingCache(known, timings.length));
      releases.add(() -> NativeObjects.delete(cache));
      config.setTimingCache(cache, false);
      IHostMemory plan = made(builder.buildSerializedNetwork(parsed.network(), config));
      releases.add(() -> NativeObjects.delete(plan));
      IHostMemory measured = made(cache.serialize());
      releases.add(() -> NativeObjects.delete(measured));
      return new Compiled(bytes(plan), bytes(measured));
    }
  }

  /**
   * The same for all precisions: the network's types are the file's. TF32 is cleared, since FP32
   * would else be computed with 10 bits of mantissa; layers are recorded in detail, so that fused
   * ones can be told apart.
   */
  static void configure(IBuilderConfig config) {
    config.clearFlag(BuilderFlag.kTF32);
    config.setMemoryPoolLimit(MemoryPoolType.kWORKSPACE, WORKSPACE_BYTES);
    config.setProfilingVerbosity(ProfilingVerbosity.kDETAILED);
  }

  @Override
  public Engine load(byte[] plan) {
    log.clear();
    IRuntime runtime = made(nvinfer.createInferRuntime(logger));
    try (BytePointer bytes = bytes(plan)) {
      ICudaEngine engine = runtime.deserializeCudaEngine(bytes, plan.length);
      if (engine == null) {
        NativeObjects.delete(runtime);
      }
      return new TensorRtEngine(runtime, made(engine), log);
    }
  }

  private <T extends org.bytedeco.javacpp.Pointer> T made(T object) {
    if (object == null) {
      throw new BackendException(log.reason());
    }
    return object;
  }

  private static BytePointer bytes(byte[] bytes) {
    // An allocation of nothing would give a null pointer, which TensorRT takes for an error.
    return new BytePointer(Math.max(1, bytes.length)).put(bytes, 0, bytes.length);
  }

  private static byte[] bytes(IHostMemory memory) {
    byte[] bytes = new byte[Math.toIntExact(memory.size())];
    new BytePointer(memory.data()).capacity(memory.size()).get(bytes);
    return bytes;
  }
}
