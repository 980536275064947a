package io.layerbench.backend.tensorrt;

/**
 * The steps from a folder of libraries to a TensorRT that can build, in the order in which they are
 * taken. The driver and its devices come before TensorRT's runtime: created without a device, that
 * gives an object whose use ends the process.
 */
enum Rung {
  NATIVES_FOUND("natives found"),
  DRIVER("driver"),
  DEVICE_COUNT("device count"),
  LIBRARIES_LOAD("libraries load"),
  VERSIONS_MATCH("versions match"),
  BUILDER_CREATES("builder creates");

  private final String text;

  Rung(String text) {
    this.text = text;
  }

  /** For people and files. */
  String text() {
    return text;
  }
}
