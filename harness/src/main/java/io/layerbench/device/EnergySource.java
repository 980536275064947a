package io.layerbench.device;

import io.layerbench.base.Fact;
import org.jspecify.annotations.Nullable;

/**
 * A counter of energy, or why there is none.
 *
 * @param counter null where there is none
 * @param name what it counts, or why there is none
 */
record EnergySource(@Nullable EnergyCounter counter, Fact name) {

  EnergySource {
    if ((counter == null) == (name.value() != null)) {
      throw new IllegalArgumentException("There is a counter or a reason, and not both.");
    }
  }

  static EnergySource of(EnergyCounter counter) {
    return new EnergySource(counter, Fact.known(counter.name()));
  }

  static EnergySource none(String reason) {
    return new EnergySource(null, Fact.unknown(reason));
  }

  /** The counter of this machine; loads a native library for a graphics processor alone. */
  static EnergySource ofThisMachine(EnergyDomain domain) {
    return switch (domain) {
      case CPU -> RaplCounter.open(SystemFiles.ofThisMachine());
      case NVIDIA_GPU -> Nvidia.ofThisMachine().energy();
    };
  }
}
