package io.layerbench.backend.tensorrt;

import com.sun.jna.Callback;
import com.sun.jna.Pointer;
import io.layerbench.base.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.tensorrt.global.nvinfer;
import org.bytedeco.tensorrt.global.nvinfer.BuilderFlag;
import org.bytedeco.tensorrt.global.nvinfer.EngineCapability;
import org.bytedeco.tensorrt.global.nvinfer.MemoryPoolType;
import org.bytedeco.tensorrt.nvinfer.IBuilder;
import org.bytedeco.tensorrt.nvinfer.IBuilderConfig;
import org.bytedeco.tensorrt.nvinfer.IHostMemory;
import org.bytedeco.tensorrt.nvinfer.IProgressMonitor;

/**
 * A child process in which TensorRT's builder gets as far as it can without a GPU, by its safety
 * capability: through the optimization of the graph, calling a progress monitor on the way. Prints
 * one JSON object.
 */
final class SafetyBuildChild {

  private SafetyBuildChild() {}

  /**
   * What was seen.
   *
   * @param calls of the monitor, in order
   * @param profiled what the profiler was told through the presets, as layers with times
   * @param tf32 whether TF32 was on after {@link TensorRt#configure}
   * @param workspaceBytes likewise
   * @param supported whether TensorRT could build the network
   * @param reason why it did not, since there is no GPU
   */
  record Seen(
      List<String> calls,
      List<String> profiled,
      boolean tf32,
      long workspaceBytes,
      boolean supported,
      String reason) {}

  interface PhaseStart extends Callback {
    void invoke(Pointer self, String phase, String parent, int steps);
  }

  interface StepComplete extends Callback {
    boolean invoke(Pointer self, String phase, int step);
  }

  interface PhaseFinish extends Callback {
    void invoke(Pointer self, String phase);
  }

  /** The folders of NVIDIA's libraries and of the JNI libraries, and a model. */
  public static void main(String[] arguments) throws IOException {
    new NativeLibraries(Path.of(arguments[0]), Path.of(arguments[1])).loadTensorRt();
    byte[] onnx = Files.readAllBytes(Path.of(arguments[2]));
    List<String> calls = new ArrayList<>();
    MessageLog log = new MessageLog();
    try (Logger logger = new Logger(log);
        CallbackObject monitor = monitor(calls)) {
      IBuilder builder = nvinfer.createInferBuilder(logger);
      try (ParsedNetwork network = ParsedNetwork.of(builder, logger, log, onnx)) {
        IBuilderConfig config = builder.createBuilderConfig();
        TensorRt.configure(config);
        config.setEngineCapability(EngineCapability.kSAFETY);
        config.setProgressMonitor(new IProgressMonitor(new CudaRuntime.Address(monitor.address())));
        boolean supported = builder.isNetworkSupported(network.network(), config);
        IHostMemory plan = builder.buildSerializedNetwork(network.network(), config);
        System.out.println(
            Json.line(
                new Seen(
                    calls,
                    profiled(),
                    config.getFlag(BuilderFlag.kTF32),
                    config.getMemoryPoolLimit(MemoryPoolType.kWORKSPACE),
                    supported,
                    plan == null ? log.reason() : "")));
        NativeObjects.delete(config);
      }
      NativeObjects.delete(builder);
    }
  }

  /** Calls the profiler as C++ does: through its table of functions. */
  private static List<String> profiled() {
    List<String> told = new ArrayList<>();
    try (Profiler profiler = new Profiler((layer, millis) -> told.add(layer + " " + millis))) {
      profiler.pointer().reportLayerTime("conv1 + relu1", 1.25f);
    }
    return told;
  }

  private static CallbackObject monitor(List<String> calls) {
    return new CallbackObject(
        "IProgressMonitor",
        List.of(
            (PhaseStart) (self, phase, parent, steps) -> calls.add("start " + phase + " " + steps),
            (StepComplete)
                (self, phase, step) -> {
                  calls.add("step " + phase);
                  return true;
                },
            (PhaseFinish) (self, phase) -> calls.add("finish " + phase)));
  }
}
