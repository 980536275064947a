package io.layerbench.backend;

/**
 * The steps from nothing to a GPU backend that runs. Which ones a backend takes, and in which
 * order, is its own. The driver and its devices come before any runtime: TensorRT's, created
 * without a device, gives an object whose use ends the process.
 */
public enum Rung {
  NATIVES_FOUND("natives found"),
  CHILD_STARTS("check starts"),
  DRIVER("driver"),
  DEVICE_COUNT("device count"),
  LIBRARIES_LOAD("libraries load"),
  VERSIONS_MATCH("versions match"),
  BUILDER_CREATES("builder creates"),
  /** The last one of a backend that this version cannot run. */
  BACKEND_BUILT_IN("backend built in");

  private final String text;

  Rung(String text) {
    this.text = text;
  }

  /** For people and files. */
  public String text() {
    return text;
  }
}
