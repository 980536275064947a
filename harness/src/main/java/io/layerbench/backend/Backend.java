package io.layerbench.backend;

import io.layerbench.device.EnergyDomain;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Something that runs ONNX models. Only child processes open sessions: the main process asks for
 * the rest.
 */
public interface Backend {

  /** The name used on the command line and in every file, such as "cpu". */
  String name();

  /** What it can do. */
  Capabilities capabilities();

  /** Whether it can be used here. Loads no native library into this process. */
  Availability availability();

  /**
   * What its child processes need.
   *
   * @param cache a folder of the run's, where native libraries may be unpacked for all of them;
   *     null to leave that to each child
   */
  ForkSettings forkSettings(@Nullable Path cache);

  /** What runs the models' kernels, whose energy is counted. */
  default EnergyDomain energyDomain() {
    return EnergyDomain.CPU;
  }

  /** What its times have in them besides the model, as a sentence; null for nothing. */
  default @Nullable String alsoTimed() {
    return null;
  }

  /**
   * Why its profile does not say how long kernels take, so that nothing is timed in place; null
   * where it does.
   */
  default @Nullable String unprofiled() {
    return null;
  }

  /** What runs the models, such as "ONNX Runtime". */
  String runtimeName();

  /** The version of the runtime, asked of the runtime itself; for child processes only. */
  String runtimeVersion();

  /**
   * Opens a model; for child processes only.
   *
   * @param model a serialized ONNX model
   * @throws BackendException when the runtime refuses the model
   */
  Session open(byte[] model, SessionSettings settings);
}
