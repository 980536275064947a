package io.layerbench.device;

import io.layerbench.base.Fact;
import java.util.List;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * The settings and the state of one NVIDIA graphics processor, by NVML.
 *
 * @param powerLimitWatts the limit that is enforced
 * @param powerWatts what it draws now
 * @param temperatureCelsius of its chip
 * @param graphicsMegahertz the clock now
 * @param maxGraphicsMegahertz the most that the clock may be
 * @param memoryMegahertz the memory's clock now
 * @param maxMemoryMegahertz the most that it may be
 * @param ecc "enabled" or "disabled", as the two that follow
 * @param mig whether it is divided into instances
 * @param persistence whether the driver stays loaded between programs
 * @param pcieLink such as "generation 5, 16 lanes"
 * @param clockEvents what holds its clocks back now, or "none"
 */
@JsonNaming(SnakeCaseStrategy.class)
public record GpuState(
    Fact name,
    Fact powerLimitWatts,
    Fact powerWatts,
    Fact temperatureCelsius,
    Fact graphicsMegahertz,
    Fact maxGraphicsMegahertz,
    Fact memoryMegahertz,
    Fact maxMemoryMegahertz,
    Fact ecc,
    Fact mig,
    Fact persistence,
    Fact pcieLink,
    Fact clockEvents) {

  public GpuState {
    // A list refuses null, which a file could hold.
    List.of(name, ecc, mig, persistence, pcieLink, clockEvents);
    FactNumbers.require(powerLimitWatts, "power_limit_watts");
    FactNumbers.require(powerWatts, "power_watts");
    FactNumbers.require(temperatureCelsius, "temperature_celsius");
    FactNumbers.require(graphicsMegahertz, "graphics_megahertz");
    FactNumbers.require(maxGraphicsMegahertz, "max_graphics_megahertz");
    FactNumbers.require(memoryMegahertz, "memory_megahertz");
    FactNumbers.require(maxMemoryMegahertz, "max_memory_megahertz");
  }
}
