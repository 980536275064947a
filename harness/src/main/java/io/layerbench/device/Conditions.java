package io.layerbench.device;

import io.layerbench.base.Fact;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * The state of a machine at the start of a run: versions, settings and load. It is recorded with
 * the run and is no part of the device's id. Numbers are plain decimals with the unit in the name.
 *
 * @param operatingSystem name and version
 * @param microcode the processor's; here and not in the device, since a system update changes it
 * @param turbo "enabled" or "disabled"
 * @param smtActive "yes" or "no"
 * @param loadAverage runnable threads, mean of the last minute
 * @param cpuPressurePercent share of the last 10 s in which a thread waited for a processor (PSI)
 * @param stealPercent time since boot that a hypervisor gave to others
 * @param cpuQuotaCores the control group's limit in processors, or "unlimited"
 * @param throttledPeriods periods in which that limit held the group back, since it exists
 * @param allowedCpus processors on which this process may run, for example "0-3"
 * @param powerSource "mains" or "battery"
 * @param temperatureCelsius the hottest processor sensor
 * @param virtualMachine "yes", "no", with the hypervisor's vendor where known
 * @param energyCounter what counts the energy of cases on the processor
 * @param idleWatts its mean over half a second, whatever else ran meanwhile
 * @param nvidia NVIDIA's driver and graphics processors
 */
@JsonNaming(SnakeCaseStrategy.class)
public record Conditions(
    Fact operatingSystem,
    Fact kernel,
    Fact jvm,
    Fact microcode,
    Fact governor,
    Fact scalingDriver,
    Fact turbo,
    Fact smtActive,
    Fact loadAverage,
    Fact cpuPressurePercent,
    Fact stealPercent,
    Fact cpuQuotaCores,
    Fact throttledPeriods,
    Fact allowedCpus,
    Fact powerSource,
    Fact temperatureCelsius,
    Fact virtualMachine,
    Fact container,
    Fact transparentHugePages,
    Fact clockSource,
    Fact totalMemoryBytes,
    Fact availableMemoryBytes,
    Fact energyCounter,
    Fact idleWatts,
    NvidiaState nvidia) {

  public Conditions {
    // A list refuses null, which a file could hold.
    List.of(operatingSystem, kernel, jvm, microcode, governor, scalingDriver, turbo, smtActive);
    List.of(allowedCpus, powerSource, virtualMachine, container, transparentHugePages, clockSource);
    FactNumbers.require(loadAverage, "load_average");
    FactNumbers.require(cpuPressurePercent, "cpu_pressure_percent");
    FactNumbers.require(stealPercent, "steal_percent");
    FactNumbers.require(cpuQuotaCores, "cpu_quota_cores", Cgroup.UNLIMITED);
    FactNumbers.require(throttledPeriods, "throttled_periods");
    FactNumbers.require(temperatureCelsius, "temperature_celsius");
    FactNumbers.require(totalMemoryBytes, "total_memory_bytes");
    FactNumbers.require(availableMemoryBytes, "available_memory_bytes");
    Objects.requireNonNull(energyCounter, "energy_counter");
    FactNumbers.require(idleWatts, "idle_watts");
    Objects.requireNonNull(nvidia, "nvidia");
  }

  /** What counts the energy of cases there, or why nothing does. */
  public Fact energyCounter(EnergyDomain domain) {
    return switch (domain) {
      case CPU -> energyCounter;
      case NVIDIA_GPU -> nvidia.energyCounter();
    };
  }

  /** What may spoil measurements taken under these conditions; follows from the facts alone. */
  public List<ConditionWarning> warnings() {
    return ConditionWarnings.of(this);
  }
}
