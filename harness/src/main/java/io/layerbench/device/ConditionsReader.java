package io.layerbench.device;

import io.layerbench.base.Fact;
import java.util.List;
import java.util.function.Supplier;
import oshi.hardware.PowerSource;
import oshi.software.os.OperatingSystem;

/** Reads the conditions under which a run starts. */
public final class ConditionsReader {

  private final SystemFiles files;
  private final Supplier<Nvidia> nvidia;

  /** A reader for the machine that this program runs on. */
  public ConditionsReader() {
    this(SystemFiles.ofThisMachine(), Nvidia::ofThisMachine);
  }

  ConditionsReader(SystemFiles files, Supplier<Nvidia> nvidia) {
    this.files = files;
    this.nvidia = nvidia;
  }

  /** The conditions now; what cannot be found out is unknown with a reason, nothing throws. */
  public Conditions read() {
    LinuxSettings settings = new LinuxSettings(files);
    LinuxEnvironment environment = new LinuxEnvironment(files);
    LinuxMemory memory = new LinuxMemory(files);
    CpuInfo info = new CpuInfo(files);
    Pressure pressure = Pressure.read(files);
    Cgroup cgroup = new Cgroup(files);
    IdlePower idle = IdlePower.measure(RaplCounter.open(files), System::nanoTime);
    return new Conditions(
        or(environment.operatingSystem(), ConditionsReader::oshiOperatingSystem),
        or(files.line("/proc/sys/kernel/osrelease"), ConditionsReader::jvmOsVersion),
        jvm(),
        info.first("microcode"),
        settings.governor(),
        settings.scalingDriver(),
        settings.turbo(),
        settings.smtActive(),
        or(environment.loadAverage(), ConditionsReader::oshiLoadAverage),
        pressure.averagePercent(),
        CpuTicks.read(files).stealPercent(),
        cgroup.quotaCores(),
        cgroup.throttledPeriods(),
        ProcessStatus.allowedCpuList(files),
        or(environment.powerSource(), ConditionsReader::oshiPowerSource),
        or(environment.temperatureCelsius(), ConditionsReader::oshiTemperature),
        environment.virtualMachine(info),
        environment.container(),
        settings.transparentHugePages(),
        settings.clockSource(),
        or(memory.total(), ConditionsReader::oshiTotalMemory),
        or(memory.available(), ConditionsReader::oshiAvailableMemory),
        idle.counter(),
        idle.watts(),
        nvidia.get().state());
  }

  /** The fact, or on systems other than Linux what OSHI says. */
  private Fact or(Fact fact, Supplier<Fact> oshi) {
    return files.present() ? fact : OshiSystem.call(oshi);
  }

  /** The version without the build's number, which can hold the name of the one who built it. */
  private static Fact jvm() {
    return Fact.known(
        SystemFiles.printable(
            System.getProperty("java.vm.name", "")
                + " "
                + System.getProperty("java.version", "")
                + ", "
                + System.getProperty("java.vendor", "")));
  }

  private static Fact jvmOsVersion() {
    return Fact.known(SystemFiles.printable(System.getProperty("os.version", "")));
  }

  private static Fact oshiOperatingSystem() {
    return OshiSystem.fact(
        () -> {
          OperatingSystem system = OshiSystem.info().getOperatingSystem();
          return system.getFamily() + " " + system.getVersionInfo();
        });
  }

  private static Fact oshiLoadAverage() {
    double load = OshiSystem.info().getHardware().getProcessor().getSystemLoadAverage(1)[0];
    return load < 0
        ? Fact.unknown("the system keeps no load average")
        : FactNumbers.decimal(load, 2);
  }

  private static Fact oshiPowerSource() {
    List<PowerSource> sources = OshiSystem.info().getHardware().getPowerSources();
    if (sources.isEmpty()) {
      return Fact.unknown("the system reports no power supply");
    }
    return Fact.known(sources.stream().anyMatch(PowerSource::isPowerOnLine) ? "mains" : "battery");
  }

  private static Fact oshiTemperature() {
    double celsius = OshiSystem.info().getHardware().getSensors().getCpuTemperature();
    return celsius > 0
        ? FactNumbers.decimal(celsius, 1)
        : Fact.unknown("no sensor of the processor is readable");
  }

  private static Fact oshiTotalMemory() {
    return OshiSystem.count(() -> OshiSystem.info().getHardware().getMemory().getTotal());
  }

  private static Fact oshiAvailableMemory() {
    return OshiSystem.count(() -> OshiSystem.info().getHardware().getMemory().getAvailable());
  }
}
