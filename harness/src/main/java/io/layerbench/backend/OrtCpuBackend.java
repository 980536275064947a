package io.layerbench.backend;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import io.layerbench.base.Precision;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * ONNX Runtime's CPU kernels. Half precision is storage only: most of its FP16 operators compute in
 * FP32.
 */
final class OrtCpuBackend implements Backend {

  /**
   * From 1.29 on the runtime reports to its maker, on threads of its own beside what is timed; what
   * it does for that at its start overflows the stack where the command line is longer than 4 KiB.
   */
  private static final Map<String, String> QUIET = Map.of("ORT_DISABLE_TELEMETRY", "1");

  /** The runtime's own property: where its libraries lie. */
  private static final String NATIVE_PATH = "onnxruntime.native.path";

  @Override
  public String name() {
    return "cpu";
  }

  @Override
  public Capabilities capabilities() {
    return new Capabilities(
        Set.of(Precision.FP32, Precision.FP16, Precision.INT8), ActivationType.UINT8, Fp16.STORAGE);
  }

  @Override
  public Availability availability() {
    if (OrtNatives.carried() || System.getProperty(NATIVE_PATH) != null) {
      return Availability.available(name());
    }
    return Availability.unavailable(
        name(),
        "natives found",
        "ONNX Runtime carries no library for this platform (" + OrtNatives.platform() + ")",
        "use Linux x64 or arm64, Windows x64, or macOS on Apple silicon.");
  }

  @Override
  public ForkSettings forkSettings(@Nullable Path cache) {
    List<String> arguments = new ArrayList<>(List.of("--enable-native-access=ALL-UNNAMED"));
    String given = System.getProperty(NATIVE_PATH);
    if (given != null) {
      arguments.add("-D" + NATIVE_PATH + "=" + given);
    } else if (cache != null) {
      Path natives = cache.resolve("onnxruntime");
      OrtNatives.unpack(natives);
      arguments.add("-D" + NATIVE_PATH + "=" + natives);
    }
    return new ForkSettings(List.of(), arguments, QUIET);
  }

  @Override
  public String runtimeName() {
    return "ONNX Runtime";
  }

  @Override
  public String runtimeVersion() {
    return environment().getVersion();
  }

  @Override
  public Session open(byte[] model, SessionSettings settings) {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(settings.threads());
      options.addConfigEntry("session.intra_op.allow_spinning", settings.spin() ? "1" : "0");
      options.setCPUArenaAllocator(settings.arena());
      options.setInterOpNumThreads(1);
      options.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
      options.setOptimizationLevel(
          switch (settings.optimization()) {
            case NONE -> OrtSession.SessionOptions.OptLevel.NO_OPT;
            case FUSION -> OrtSession.SessionOptions.OptLevel.EXTENDED_OPT;
            case ALL -> OrtSession.SessionOptions.OptLevel.ALL_OPT;
          });
      if (settings.profilePrefix() != null) {
        options.enableProfiling(settings.profilePrefix().toString());
      }
      if (settings.optimizedGraph() != null) {
        options.setOptimizedModelFilePath(settings.optimizedGraph().toString());
        // A saved graph that fits this machine's kernels only is what is wanted, and warned of.
        options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
      }
      return new OrtSessionAdapter(environment(), environment().createSession(model, options));
    } catch (OrtException e) {
      throw new BackendException(e);
    }
  }

  private static OrtEnvironment environment() {
    return OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR, "layerbench");
  }
}
