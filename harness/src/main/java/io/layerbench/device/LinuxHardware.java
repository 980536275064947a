package io.layerbench.device;

import io.layerbench.base.Fact;
import java.util.OptionalDouble;
import java.util.SortedSet;

/**
 * The hardware facts of a Linux machine, read from its files. OSHI reads the same files but starts
 * other programs besides, which takes a second, and cannot be pointed at another tree.
 */
final class LinuxHardware implements HardwareSource {

  private final SystemFiles files;
  private final Fact architecture;
  private final CpuInfo info;
  private final CpuTopology topology;

  LinuxHardware(SystemFiles files, Fact architecture) {
    this.files = files;
    this.architecture = architecture;
    this.info = new CpuInfo(files);
    this.topology = new CpuTopology(files, info);
  }

  @Override
  public Fact architecture() {
    return architecture;
  }

  @Override
  public Cpu cpu() {
    CpuIdentity identity = CpuIdentity.of(info);
    return new Cpu(
        identity.vendor(),
        identity.modelName(),
        identity.family(),
        identity.model(),
        identity.stepping(),
        identity.microarchitecture(),
        topology.packages(),
        topology.cores(topology.onlineCpus()),
        topology.logicalCores(),
        topology.smt(),
        topology.numaNodes(),
        topology.caches(),
        VectorInstructions.ofLinux(info.flags()));
  }

  @Override
  public Fact memoryGib() {
    return new LinuxMemory(files).installedGib();
  }

  @Override
  public FactList<Gpu> gpus() {
    return new LinuxGpus(files).read();
  }

  @Override
  public int physicalCoresAvailable() {
    SortedSet<Integer> allowed = ProcessStatus.allowedCpus(files);
    allowed.retainAll(topology.onlineCpus());
    int logical = allowed.isEmpty() ? Runtime.getRuntime().availableProcessors() : allowed.size();
    int cores = (int) FactNumbers.of(topology.cores(allowed)).orElse(logical);
    OptionalDouble quota = FactNumbers.of(new Cgroup(files).quotaCores());
    return quota.isEmpty()
        ? cores
        : Math.max(1, Math.min(cores, (int) Math.ceil(quota.getAsDouble())));
  }
}
