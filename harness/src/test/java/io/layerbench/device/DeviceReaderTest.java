package io.layerbench.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerbench.base.Fact;
import io.layerbench.base.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeviceReaderTest {

  private final Path root;

  DeviceReaderTest(@TempDir Path root) {
    this.root = root;
  }

  @Test
  void withoutAnyFileAllIsUnknownWithAReason() {
    Device device = new FakeMachine(root).device("x86_64");

    Cpu cpu = device.cpu();
    assertThat(cpu.modelName().unknown()).isEqualTo("/proc/cpuinfo does not exist");
    assertThat(cpu.physicalCores().value()).isNull();
    assertThat(cpu.packages().value()).isNull();
    assertThat(cpu.logicalCores().value()).isNull();
    assertThat(cpu.smt().value()).isNull();
    assertThat(cpu.numaNodes().value()).isNull();
    assertThat(cpu.microarchitecture().value()).isNull();
    assertThat(cpu.caches().unknown()).isNotBlank();
    assertThat(cpu.vectorInstructions().unknown()).isEqualTo("/proc/cpuinfo does not exist");
    assertThat(device.memoryGib().unknown()).isEqualTo("/proc/meminfo does not exist");
    assertThat(device.gpus().unknown()).isEqualTo("/sys/bus/pci/devices does not exist");
    assertThat(device.id()).matches("x86-64-[0-9a-f]{8}");
    assertThat(new FakeMachine(root).physicalCoresAvailable()).isPositive();
  }

  @Test
  void garbageNeverThrowsAndNeverGuesses() throws IOException {
    FakeMachine machine = new FakeMachine(root).xeon();
    String[] files = {
      "/proc/cpuinfo",
      "/proc/meminfo",
      "/proc/self/status",
      "/proc/self/cgroup",
      "/sys/devices/system/cpu/online",
      "/sys/devices/system/cpu/present",
      "/sys/devices/system/cpu/smt/control",
      "/sys/devices/system/node/online",
      "/sys/devices/system/memory/block_size_bytes",
      "/sys/bus/pci/devices/0000:00:00.0/class"
    };
    for (String garbage :
        new String[] {"", "\u0000\u0007\u001b[31m", "9-1,,x", "-1", "9999999999999999999999"}) {
      for (String file : files) {
        machine.put(file, garbage);
      }
      Device device = machine.device("x86_64");
      assertThat(device.cpu().modelName().value()).isNull();
      assertThat(device.cpu().logicalCores().value()).isNull();
      assertThat(device.cpu().numaNodes().value()).isNull();
      assertThat(device.memoryGib().value()).isNull();
      assertThat(String.join("", DeviceText.lines(device))).doesNotContain("\u001b");
      assertThat(machine.physicalCoresAvailable()).isPositive();
    }
  }

  @Test
  void anUnreadableFileIsAReasonAndNotAnError() throws IOException {
    FakeMachine machine = new FakeMachine(root).xeon();
    Files.delete(root.resolve("proc/meminfo"));
    Files.createDirectory(root.resolve("proc/meminfo"));

    assertThat(machine.device("x86_64").memoryGib().unknown())
        .startsWith("/proc/meminfo cannot be read (")
        .doesNotContain(root.toString());
  }

  @Test
  void readsAnX86Server() {
    FakeMachine machine = new FakeMachine(root).xeon().gpu("0000:17:00.0", "0x10de", "0x2335");
    machine.put(
        "/usr/share/misc/pci.ids", "1002  AMD\n\t2335  Other\n10de  NVIDIA\n\t2335  GH100 [H200]");
    Device device = machine.device("x86_64");

    Cpu cpu = device.cpu();
    assertThat(device.id()).matches("intel-xeon-gold-6430-[0-9a-f]{8}");
    assertThat(cpu.modelName().value()).isEqualTo("Intel(R) Xeon(R) Gold 6430 CPU @ 2.10GHz");
    assertThat(cpu.microarchitecture().value()).isEqualTo("Sapphire Rapids");
    assertThat(cpu.packages().value()).isEqualTo("1");
    assertThat(cpu.physicalCores().value()).isEqualTo("4");
    assertThat(cpu.logicalCores().value()).isEqualTo("8");
    assertThat(cpu.smt().value()).isEqualTo("yes");
    assertThat(cpu.vectorInstructions().items())
        .isSorted()
        .contains("amx_int8", "avx512_vnni", "f16c")
        .doesNotContain("rdrand", "fpu");
    assertThat(cpu.caches().items())
        .containsExactly(
            new Cache(1, Cache.Type.DATA, 48 << 10, Fact.known("2")),
            new Cache(1, Cache.Type.INSTRUCTION, 32 << 10, Fact.known("2")),
            new Cache(2, Cache.Type.UNIFIED, 2 << 20, Fact.known("2")),
            new Cache(3, Cache.Type.UNIFIED, 60 << 20, Fact.known("8")));
    assertThat(device.memoryGib().value()).isEqualTo("63");
    assertThat(device.gpus().items()).hasSize(1);
    assertThat(device.gpus().items().get(0).name().value()).isEqualTo("GH100 [H200]");
    assertThat(device.gpus().items().get(0).pciId().value()).isEqualTo("10de:2335");
  }

  @Test
  void theKernelsMemoryBlocksComeBeforeItsOwnTotal() {
    FakeMachine machine = new FakeMachine(root).xeon();
    machine.put("/sys/devices/system/memory/block_size_bytes", "80000000");
    for (int block = 0; block < 32; block++) {
      machine.put("/sys/devices/system/memory/memory" + block + "/online", "1");
    }

    assertThat(machine.device("x86_64").memoryGib().value()).isEqualTo("64");
  }

  @Test
  void readsAnArmBoardWithCoresOfTwoKinds() {
    StringBuilder info = new StringBuilder();
    for (int cpu = 0; cpu < 8; cpu++) {
      boolean big = cpu >= 4;
      info.append("processor\t: ").append(cpu).append("\nBogoMIPS\t: 48.00\n");
      info.append("Features\t: fp asimd evtstrm fphp asimdhp asimddp").append(big ? " i8mm" : "");
      info.append("\nCPU implementer\t: 0x41\nCPU architecture: 8\n");
      info.append("CPU variant\t: ").append(big ? "0x4" : "0x2").append('\n');
      info.append("CPU part\t: ").append(big ? "0xd0b" : "0xd05").append("\nCPU revision\t: 0\n\n");
    }
    info.append("Hardware\t: BCM\nSerial\t\t: 10000000deadbeef\nModel\t\t: Board\n");
    Device device = new FakeMachine(root).put("/proc/cpuinfo", info.toString()).device("aarch64");

    Cpu cpu = device.cpu();
    assertThat(cpu.vendor().value()).isEqualTo("ARM");
    assertThat(cpu.modelName().value()).isEqualTo("Cortex-A55 + Cortex-A76");
    assertThat(cpu.model().value()).isEqualTo("0xd05+0xd0b");
    assertThat(cpu.stepping().value()).isEqualTo("r2p0+r4p0");
    assertThat(cpu.logicalCores().value()).isEqualTo("8");
    assertThat(cpu.physicalCores().value()).isNull();
    assertThat(cpu.vectorInstructions().items()).containsExactly("asimd", "asimddp", "asimdhp");
    assertThat(device.id()).startsWith("cortex-a55-cortex-a76-");
    assertThat(Json.pretty(device)).doesNotContain("deadbeef");
  }

  @Test
  void anArmCoreWithoutAPublicNameKeepsItsNumber() {
    Device device =
        new FakeMachine(root)
            .put(
                "/proc/cpuinfo",
                "processor : 0\nFeatures : asimd sve\nCPU implementer : 0x46\nCPU part : 0x001")
            .device("aarch64");

    assertThat(device.cpu().modelName().value()).isEqualTo("FUJITSU 0x001");
    assertThat(device.cpu().microarchitecture().value()).isNull();
  }

  @Test
  void affinityAndQuotaLimitThePhysicalCores() {
    FakeMachine machine = new FakeMachine(root).xeon();
    assertThat(machine.physicalCoresAvailable()).isEqualTo(4);

    machine.put("/proc/self/status", "Cpus_allowed_list:\t1,5");
    assertThat(machine.physicalCoresAvailable()).as("two threads of one core").isEqualTo(1);

    machine.put("/proc/self/status", "Cpus_allowed_list:\t0-7");
    machine.put("/proc/self/cgroup", "0::/a").put("/sys/fs/cgroup/a/cpu.max", "150000 100000");
    assertThat(machine.physicalCoresAvailable()).isEqualTo(2);

    machine.put("/sys/fs/cgroup/a/cpu.max", "1000 100000");
    assertThat(machine.physicalCoresAvailable()).isEqualTo(1);
  }

  @Test
  void thisMachineIsReadWithoutItsNames() throws IOException {
    Device device = new DeviceReader().read();
    Conditions conditions = new ConditionsReader().read();
    String all =
        Json.pretty(device)
            + Json.pretty(conditions)
            + String.join("\n", DeviceText.lines(device))
            + String.join("\n", DeviceText.lines(conditions));

    String host = InetAddress.getLocalHost().getHostName();
    assertThat(host.length() < 4 || !all.contains(host)).as("host name").isTrue();
    assertThat(all).doesNotContain(System.getProperty("user.home") + "/");
    assertThat(Json.parse(Json.pretty(device), Device.class, "test")).isEqualTo(device);
    assertThat(Json.parse(Json.pretty(conditions), Conditions.class, "test")).isEqualTo(conditions);
    assertThat(new DeviceReader().physicalCoresAvailable())
        .isBetween(1, Runtime.getRuntime().availableProcessors());
    assertThat(new DeviceReader().read()).isEqualTo(device);
  }
}
