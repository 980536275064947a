package io.layerbench.device;

import io.layerbench.base.Fact;
import java.util.Arrays;
import java.util.OptionalDouble;

/** Samples the counters of interference; a sample reads a handful of small files. */
public final class PressureProbe {

  private final SystemFiles files;

  /** A probe for the machine that this program runs on. */
  public PressureProbe() {
    this(SystemFiles.ofThisMachine());
  }

  PressureProbe(SystemFiles files) {
    this.files = files;
  }

  /** The counters now; what cannot be read is unknown with a reason. */
  public ContentionSample read() {
    Pressure pressure = Pressure.read(files);
    CpuTicks ticks = CpuTicks.read(files);
    return new ContentionSample(
        System.nanoTime(),
        pressure.averagePercent(),
        pressure.totalMicros(),
        ticks.steal(),
        ticks.total(),
        new Cgroup(files).throttledPeriods(),
        megahertz());
  }

  /** From the frequency control where there is one, since /proc/cpuinfo asks every processor. */
  private Fact megahertz() {
    double[] kilohertz =
        LinuxSettings.policies(files).stream()
            .map(policy -> FactNumbers.of(files.line(policy + "/scaling_cur_freq")))
            .flatMapToDouble(OptionalDouble::stream)
            .toArray();
    return kilohertz.length == 0
        ? new CpuInfo(files).meanMegahertz()
        : FactNumbers.decimal(Arrays.stream(kilohertz).average().orElseThrow() / 1000, 0);
  }
}
