package io.layerbench.backend;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import java.util.Map;

/** Opens ONNX Runtime's sessions, the same way for every one of its providers. */
final class OrtSessions {

  /** The runtime's own property: where its libraries lie. */
  static final String NATIVE_PATH = "onnxruntime.native.path";

  /**
   * From 1.29 on the runtime reports to its maker, on threads of its own beside what is timed; what
   * it does for that at its start overflows the stack where the command line is longer than 4 KiB.
   */
  static final Map<String, String> QUIET = Map.of("ORT_DISABLE_TELEMETRY", "1");

  private OrtSessions() {}

  /** Adds a provider to a session that is about to be opened. */
  interface Provider {

    /** None: the CPU's kernels, which are always there. */
    Provider CPU = options -> {};

    void addTo(OrtSession.SessionOptions options) throws OrtException;
  }

  /**
   * Opens a model.
   *
   * @throws BackendException when the runtime refuses the provider or the model
   */
  static Session open(byte[] model, SessionSettings settings, Provider provider) {
    // Before the options: a GPU provider writes to the environment's log when it is added to them.
    OrtEnvironment environment = environment();
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
      provider.addTo(options);
      return new OrtSessionAdapter(environment, environment.createSession(model, options));
    } catch (OrtException e) {
      throw new BackendException(e);
    }
  }

  /** The version that the loaded runtime says of itself. */
  static String version() {
    return environment().getVersion();
  }

  private static OrtEnvironment environment() {
    return OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR, "layerbench");
  }
}
