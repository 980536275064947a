package io.layerbench.device;

import io.layerbench.base.Fact;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A tree of files that stands for a Linux machine. */
final class FakeMachine {

  static final String XEON_FLAGS =
      "fpu sse4_1 ssse3 fma avx f16c avx2 avx512f avx512bw avx512dq avx512vl avx512_vnni"
          + " avx512_bf16 avx512_fp16 amx_tile amx_int8 amx_bf16 avx_vnni rdrand";

  private final Path root;
  private NvmlCalls nvml = (function, arguments) -> NvmlCalls.FUNCTION_NOT_FOUND;

  FakeMachine(Path root) {
    this.root = root;
  }

  FakeMachine put(String path, String text) {
    Path file = root.resolve(path.substring(1));
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  SystemFiles files() {
    return SystemFiles.below(root);
  }

  Device device(String architecture) {
    return reader(architecture).read();
  }

  int physicalCoresAvailable() {
    return reader("x86_64").physicalCoresAvailable();
  }

  Conditions conditions() {
    return new ConditionsReader(files(), this::nvidia).read();
  }

  private DeviceReader reader(String architecture) {
    return new DeviceReader(new LinuxHardware(files(), Fact.known(architecture)), this::nvidia);
  }

  private Nvidia nvidia() {
    return Nvidia.of(files(), () -> nvml);
  }

  /** What NVML says where the machine has a driver. */
  FakeMachine nvml(NvmlCalls calls) {
    nvml = calls;
    return this;
  }

  /** One package, four cores with two threads each: processors 0-3 and their siblings 4-7. */
  FakeMachine xeon() {
    StringBuilder info = new StringBuilder();
    for (int cpu = 0; cpu < 8; cpu++) {
      info.append("processor\t: ").append(cpu).append('\n');
      info.append("vendor_id\t: GenuineIntel\ncpu family\t: 6\nmodel\t\t: 143\n");
      info.append("model name\t: Intel(R) Xeon(R) Gold 6430  CPU @ 2.10GHz\nstepping\t: 8\n");
      info.append("microcode\t: 0x2b000461\ncpu MHz\t\t: ").append(2000 + cpu).append(".000\n");
      info.append("physical id\t: 0\ncore id\t\t: ").append(cpu % 4).append('\n');
      info.append("flags\t\t: ").append(XEON_FLAGS).append("\n\n");
      topology(cpu, (cpu % 4) + "," + (cpu % 4 + 4));
      String caches = "/sys/devices/system/cpu/cpu" + cpu + "/cache/index";
      cache(caches + 0, "1", "Data", "48K", (cpu % 4) + "," + (cpu % 4 + 4));
      cache(caches + 1, "1", "Instruction", "32K", (cpu % 4) + "," + (cpu % 4 + 4));
      cache(caches + 2, "2", "Unified", "2048K", (cpu % 4) + "," + (cpu % 4 + 4));
      cache(caches + 3, "3", "Unified", "61440K", "0-7");
    }
    put("/proc/cpuinfo", info.toString());
    put("/sys/devices/system/cpu/online", "0-7").put("/sys/devices/system/cpu/present", "0-7");
    put("/sys/devices/system/cpu/smt/control", "on").put("/sys/devices/system/cpu/smt/active", "1");
    put("/sys/devices/system/node/online", "0");
    put("/proc/meminfo", "MemTotal:       65700000 kB\nMemAvailable:   60000000 kB");
    put("/proc/self/status", "Name:\tjava\nCpus_allowed_list:\t0-7\nMems_allowed_list:\t0");
    put("/sys/bus/pci/devices/0000:00:00.0/class", "0x060000");
    return this;
  }

  void topology(int cpu, String siblings) {
    String directory = "/sys/devices/system/cpu/cpu" + cpu + "/topology/";
    put(directory + "core_cpus_list", siblings).put(directory + "physical_package_id", "0");
  }

  void cache(String directory, String level, String type, String size, String shared) {
    put(directory + "/level", level).put(directory + "/type", type);
    put(directory + "/size", size).put(directory + "/shared_cpu_list", shared);
  }

  FakeMachine gpu(String slot, String vendor, String device) {
    String directory = "/sys/bus/pci/devices/" + slot;
    put(directory + "/class", "0x030200").put(directory + "/vendor", vendor);
    return put(directory + "/device", device);
  }
}
