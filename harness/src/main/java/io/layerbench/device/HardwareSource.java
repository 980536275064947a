package io.layerbench.device;

import io.layerbench.base.Fact;

/** Where the hardware facts come from: the files of Linux, or OSHI on other systems. */
interface HardwareSource {

  /** The instruction set's name. */
  Fact architecture();

  /** The processor's facts. */
  Cpu cpu();

  /** Main memory in GiB. */
  Fact memoryGib();

  /** The graphics processors. */
  FactList<Gpu> gpus();

  /** The physical cores that this process may use, at least 1. */
  int physicalCoresAvailable();

  /** The name of the JVM's architecture in one spelling for all systems. */
  static Fact jvmArchitecture() {
    String name = System.getProperty("os.arch", "");
    return switch (name) {
      case "amd64", "x86_64" -> Fact.known("x86_64");
      case "aarch64", "arm64" -> Fact.known("aarch64");
      default -> Fact.known(name);
    };
  }
}
