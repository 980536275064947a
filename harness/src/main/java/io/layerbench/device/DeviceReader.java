package io.layerbench.device;

import java.util.function.Supplier;

/** Reads the hardware's fingerprint from the running system, in well under two seconds. */
public final class DeviceReader {

  private final HardwareSource source;
  private final Supplier<Nvidia> nvidia;

  /** A reader for the machine that this program runs on. */
  public DeviceReader() {
    this(source(SystemFiles.ofThisMachine()), Nvidia::ofThisMachine);
  }

  DeviceReader(HardwareSource source, Supplier<Nvidia> nvidia) {
    this.source = source;
    this.nvidia = nvidia;
  }

  private static HardwareSource source(SystemFiles files) {
    return files.present()
        ? new LinuxHardware(files, HardwareSource.jvmArchitecture())
        : new OshiHardware();
  }

  /** The device; what cannot be found out is unknown with a reason, nothing throws. */
  public Device read() {
    return Device.of(
        source.architecture(),
        source.cpu(),
        source.memoryGib(),
        nvidia.get().complete(source.gpus()));
  }

  /**
   * The physical cores that this process may use: those on whose processors it may be scheduled, no
   * more than its CPU quota (rounded up), at least 1. Where the cores are not known, logical
   * processors are counted.
   */
  public int physicalCoresAvailable() {
    return source.physicalCoresAvailable();
  }
}
