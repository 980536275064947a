package io.layerbench.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerbench.base.Fact;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeviceIdsTest {

  private final Path root;
  private final Path other;

  DeviceIdsTest(@TempDir Path root, @TempDir Path other) {
    this.root = root;
    this.other = other;
  }

  @Test
  void conditionsDoNotChangeTheId() {
    String id = new FakeMachine(root).xeon().device("x86_64").id();

    FakeMachine machine = new FakeMachine(other).xeon();
    machine.put("/proc/self/status", "Cpus_allowed_list:\t0");
    machine.put("/proc/self/cgroup", "0::/x").put("/sys/fs/cgroup/x/cpu.max", "50000 100000");
    machine.put("/sys/devices/system/cpu/cpufreq/policy0/scaling_governor", "powersave");
    machine.put("/proc/meminfo", "MemTotal:       65690000 kB\nMemAvailable:   1000 kB");
    machine.put("/etc/os-release", "PRETTY_NAME=\"Other 9\"").put("/.dockerenv", "");
    machine.put("/proc/sys/kernel/osrelease", "9.9").put("/proc/sys/kernel/hostname", "secret");

    assertThat(machine.device("x86_64").id()).isEqualTo(id);
  }

  @Test
  void switchingSmtOffDoesNotChangeTheId() {
    String id = new FakeMachine(root).xeon().device("x86_64").id();

    FakeMachine machine = new FakeMachine(other).xeon();
    machine.put("/sys/devices/system/cpu/online", "0-3");
    machine.put("/sys/devices/system/cpu/smt/control", "off");
    for (int cpu = 0; cpu < 4; cpu++) {
      machine.topology(cpu, String.valueOf(cpu));
    }
    Device device = machine.device("x86_64");

    assertThat(device.cpu().smt().value()).isEqualTo("yes");
    assertThat(device.cpu().logicalCores().value()).isEqualTo("8");
    assertThat(device.id()).isEqualTo(id);
  }

  @Test
  void hardwareChangesTheId() {
    FakeMachine machine = new FakeMachine(root).xeon();
    String id = machine.device("x86_64").id();

    machine.gpu("0000:17:00.0", "0x10de", "0x2335");
    String withGpu = machine.device("x86_64").id();
    machine.put("/proc/meminfo", "MemTotal:       131400000 kB");
    String withMemory = machine.device("x86_64").id();

    assertThat(withGpu).isNotEqualTo(id);
    assertThat(withMemory).isNotEqualTo(withGpu);
  }

  @Test
  void theReasonForNotKnowingDoesNotChangeTheId() {
    Device device = new FakeMachine(root).xeon().device("x86_64");

    String one =
        Device.of(device.architecture(), device.cpu(), Fact.unknown("a"), FactList.unknown("a"))
            .id();
    String two =
        Device.of(device.architecture(), device.cpu(), Fact.unknown("b"), FactList.unknown("b"))
            .id();

    assertThat(one).isEqualTo(two).isNotEqualTo(device.id());
  }

  @Test
  void theReadablePartIsSafeInAFileName() {
    assertThat(slug("AMD Ryzen 9 7950X 16-Core Processor")).isEqualTo("amd-ryzen-9-7950x");
    assertThat(slug("Intel(R) Core(TM) i7-1185G7 @ 3.00GHz")).isEqualTo("intel-core-i7-1185g7");
    assertThat(slug("../../etc/passwd")).isEqualTo("etc-passwd");
    assertThat(slug("\u4e2d\u6587")).isEqualTo("cpu");
    assertThat(slug("x".repeat(39) + " y")).isEqualTo("x".repeat(39));
  }

  private String slug(String name) {
    FakeMachine machine = new FakeMachine(root);
    machine.put("/proc/cpuinfo", "processor : 0\nmodel name : " + name);
    return DeviceIds.slug(machine.device("x86_64").cpu(), Fact.known("x86_64"));
  }
}
