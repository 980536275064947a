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
 */
@JsonNaming(SnakeCaseStrategy.class)
public record Gpu(Fact name, Fact pciId, Fact memoryBytes) {

  public Gpu {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(pciId, "pci_id");
    FactNumbers.requireCount(memoryBytes, "memory_bytes");
  }
}
