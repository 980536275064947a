package io.layerbench.device;

import io.layerbench.base.Fact;

/**
 * The counters of interference at one moment; two of them make a {@link Contention}.
 *
 * @param nanoTime {@link System#nanoTime} when they were read
 * @param pressurePercent CPU pressure, mean of the last 10 s
 * @param pressureMicros the same as a total since boot
 * @param stealTicks time given to others by a hypervisor, since boot
 * @param totalTicks all processor time since boot, in the same unit
 * @param throttledPeriods periods in which a CPU quota held this process's group back
 * @param megahertz the present clock, mean of the processors
 */
public record ContentionSample(
    long nanoTime,
    Fact pressurePercent,
    Fact pressureMicros,
    Fact stealTicks,
    Fact totalTicks,
    Fact throttledPeriods,
    Fact megahertz) {

  public ContentionSample {
    FactNumbers.require(pressurePercent, "pressure_percent");
    FactNumbers.require(pressureMicros, "pressure_micros");
    FactNumbers.require(stealTicks, "steal_ticks");
    FactNumbers.require(totalTicks, "total_ticks");
    FactNumbers.require(throttledPeriods, "throttled_periods");
    FactNumbers.require(megahertz, "megahertz");
  }
}
