package io.layerbench.backend;

import io.layerbench.base.Precision;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * ONNX Runtime's CPU kernels. Half precision is storage only: most of its FP16 operators compute in
 * FP32.
 */
final class OrtCpuBackend implements Backend {

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
    if (OrtNatives.carried() || System.getProperty(OrtSessions.NATIVE_PATH) != null) {
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
    String given = System.getProperty(OrtSessions.NATIVE_PATH);
    if (given != null) {
      arguments.add("-D" + OrtSessions.NATIVE_PATH + "=" + given);
    } else if (cache != null) {
      Path natives = cache.resolve("onnxruntime");
      OrtNatives.unpack(natives);
      arguments.add("-D" + OrtSessions.NATIVE_PATH + "=" + natives);
    }
    return new ForkSettings(List.of(), arguments, OrtSessions.QUIET);
  }

  @Override
  public String runtimeName() {
    return "ONNX Runtime";
  }

  @Override
  public String runtimeVersion() {
    return OrtSessions.version();
  }

  @Override
  public Session open(byte[] model, SessionSettings settings) {
    return OrtSessions.open(model, settings, OrtSessions.Provider.CPU);
  }
}
