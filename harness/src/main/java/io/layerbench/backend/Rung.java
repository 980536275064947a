package io.layerbench.backend;

/**
 * The steps from nothing to a GPU backend that runs. Which ones a backend takes, and in which
 * order, is its own. The driver and its devices come before any runtime: TensorRT's, created
 * without a device, gives an object whose use ends the process.
 */
public enum Rung {
  NATIVES_FOUND("natives found"),
  CHILD_STARTS("check starts"),
  RUNTIME_LOADS("runtime loads"),
  DRIVER("driver"),
  DEVICE_COUNT("device count"),
  DRIVER_VERSION("driver fits"),
  LIBRARIES_LOAD("libraries load"),
  VERSIONS_MATCH("versions match"),
  BUILDER_CREATES("builder creates"),
  PROVIDER_CREATES("provider creates"),
  /** A small model gives what it gives on the CPU. */
  MODEL_RUNS("model runs");

  private final String text;

  Rung(String text) {
    this.text = text;
  }

  /** For people and files. */
  public String text() {
    return text;
  }
}
