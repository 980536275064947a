package io.layerbench.device;

import io.layerbench.base.Fact;
import java.util.Objects;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * A graphics processor.
 *
 * @param name as its vendor or the list of PCI ids calls it
 * @param pciId vendor and device in hexadecimal, for example "10de:2335"; the same for every card
 *     of one model, so it tells models apart and never single cards
 * @param memoryBytes its own memory
 * @param computeCapability NVIDIA's version of the hardware, for example "9.0"
 */
@JsonNaming(SnakeCaseStrategy.class)
public record Gpu(Fact name, Fact pciId, Fact memoryBytes, Fact computeCapability) {

  /** Of other vendors, and of NVIDIA's without a driver. */
  static final Fact NO_COMPUTE_CAPABILITY = Fact.unknown("NVML does not list this GPU");

  public Gpu {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(pciId, "pci_id");
    FactNumbers.requireCount(memoryBytes, "memory_bytes");
    Objects.requireNonNull(computeCapability, "compute_capability");
  }

  /** The same, with what its driver knows better. */
  Gpu with(Gpu driver) {
    return new Gpu(
        name.value() == null ? driver.name() : name,
        pciId,
        memoryBytes.value() == null ? driver.memoryBytes() : memoryBytes,
        driver.computeCapability());
  }
}
