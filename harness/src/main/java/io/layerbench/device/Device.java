package io.layerbench.device;

import io.layerbench.base.Fact;
import java.util.Objects;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * The fingerprint of a machine's hardware. It holds nothing that names the machine or its owner (no
 * host name, user, serial number, MAC address or UUID) and nothing that changes by itself or by an
 * update of the system: those are {@link Conditions}.
 *
 * @param formatVersion {@link #FORMAT_VERSION}
 * @param id the processor's name and eight hexadecimal digits, made of the hardware facts
 * @param architecture "x86_64", "aarch64" …
 * @param memoryGib main memory in GiB (2^30 bytes), a whole number
 */
@JsonNaming(SnakeCaseStrategy.class)
public record Device(
    int formatVersion, String id, Fact architecture, Cpu cpu, Fact memoryGib, FactList<Gpu> gpus) {

  /** The version of this record's JSON form. */
  public static final int FORMAT_VERSION = 1;

  public Device {
    if (formatVersion != FORMAT_VERSION) {
      throw new IllegalArgumentException(
          "format_version is " + formatVersion + ", not " + FORMAT_VERSION + ".");
    }
    Objects.requireNonNull(architecture, "architecture");
    FactNumbers.requireCount(memoryGib, "memory_gib");
    String expected = DeviceIds.of(architecture, cpu, memoryGib, gpus);
    if (!expected.equals(id)) {
      throw new IllegalArgumentException(
          "The id does not match the hardware facts (" + id + ", expected " + expected + ").");
    }
  }

  /** The device with these facts, and the id that follows from them. */
  static Device of(Fact architecture, Cpu cpu, Fact memoryGib, FactList<Gpu> gpus) {
    String id = DeviceIds.of(architecture, cpu, memoryGib, gpus);
    return new Device(FORMAT_VERSION, id, architecture, cpu, memoryGib, gpus);
  }
}
