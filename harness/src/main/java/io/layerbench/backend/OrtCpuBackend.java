package io.layerbench.backend;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import io.layerbench.base.Precision;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

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
    String resource = "/ai/onnxruntime/native/" + platform() + "/";
    boolean carried =
        List.of("libonnxruntime.so", "libonnxruntime.dylib", "onnxruntime.dll").stream()
            .anyMatch(library -> OrtCpuBackend.class.getResource(resource + library) != null);
    if (carried || System.getProperty("onnxruntime.native.path") != null) {
      return Availability.available(name());
    }
    return Availability.unavailable(
        name(),
        "natives found",
        "ONNX Runtime carries no library for this platform (" + platform() + ")",
        "use Linux x64 or arm64, Windows x64, or macOS on Apple silicon.");
  }

  private static String platform() {
    String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    String arch = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
    String family = os.contains("win") ? "win" : os.contains("mac") ? "osx" : "linux";
    boolean arm = arch.equals("aarch64") || arch.equals("arm64");
    return family + "-" + (arm ? "aarch64" : arch.equals("amd64") ? "x64" : arch);
  }

  @Override
  public ForkSettings forkSettings() {
    return new ForkSettings(List.of(), List.of("--enable-native-access=ALL-UNNAMED"), QUIET);
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
      options.setInterOpNumThreads(1);
      options.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
      options.setOptimizationLevel(
          settings.optimize()
              ? OrtSession.SessionOptions.OptLevel.ALL_OPT
              : OrtSession.SessionOptions.OptLevel.NO_OPT);
      if (settings.profilePrefix() != null) {
        options.enableProfiling(settings.profilePrefix().toString());
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
