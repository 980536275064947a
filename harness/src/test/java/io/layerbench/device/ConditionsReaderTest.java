package io.layerbench.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.layerbench.base.InvalidInputException;
import io.layerbench.base.Json;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConditionsReaderTest {

  private static final String V1_CPU = "/sys/fs/cgroup/cpu,cpuacct/";

  private final Path root;

  ConditionsReaderTest(@TempDir Path root) {
    this.root = root;
  }

  @Test
  void withoutAnyFileAllButTheJvmIsUnknownAndNothingIsWarnedOf() {
    Conditions conditions = new FakeMachine(root).conditions();

    assertThat(DeviceText.lines(conditions))
        .filteredOn(line -> !line.contains("unknown ("))
        .singleElement()
        .asString()
        .startsWith("JVM:");
    assertThat(conditions.warnings()).isEmpty();
    assertThat(Json.parse(Json.pretty(conditions), Conditions.class, "test")).isEqualTo(conditions);
  }

  @Test
  void garbageIsUnknown() {
    FakeMachine machine = new FakeMachine(root);
    String[] files = {
      "/proc/loadavg",
      "/proc/pressure/cpu",
      "/proc/stat",
      "/proc/self/status",
      "/sys/devices/system/cpu/cpufreq/boost",
      "/sys/devices/system/cpu/smt/active",
      "/sys/kernel/mm/transparent_hugepage/enabled",
      "/sys/class/hwmon/hwmon0/temp1_input",
      "/proc/meminfo",
      "/sys/fs/cgroup/cpu.max"
    };
    for (String file : files) {
      machine.put(file, "cpu x NaN -7 1e9");
    }
    machine.put("/sys/class/hwmon/hwmon0/name", "k10temp");
    Conditions conditions = machine.conditions();

    assertThat(conditions.loadAverage().value()).isNull();
    assertThat(conditions.cpuPressurePercent().value()).isNull();
    assertThat(conditions.stealPercent().value()).isNull();
    assertThat(conditions.allowedCpus().value()).isNull();
    assertThat(conditions.turbo().value()).isNull();
    assertThat(conditions.smtActive().value()).isNull();
    assertThat(conditions.transparentHugePages().value()).isNull();
    assertThat(conditions.temperatureCelsius().value()).isNull();
    assertThat(conditions.totalMemoryBytes().value()).isNull();
    assertThat(conditions.cpuQuotaCores().unknown()).contains("garbled");
    assertThat(conditions.warnings()).isEmpty();
  }

  @Test
  void aNumberThatIsNoneIsRefusedInAFile() {
    String json = Json.pretty(new FakeMachine(root).put("/proc/loadavg", "0.50 0 0").conditions());

    assertThatThrownBy(
            () -> Json.parse(json.replace("\"0.50\"", "\"NaN\""), Conditions.class, "run.json"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("load_average");
  }

  @Test
  void aSystemThatIsNotLinuxHasOneReasonForAll() {
    SystemFiles none = SystemFiles.none("not reported on Plan 9");

    assertThat(new LinuxSettings(none).governor().unknown()).isEqualTo("not reported on Plan 9");
    assertThat(new LinuxEnvironment(none).powerSource().unknown()).contains("Plan 9");
    assertThat(Pressure.read(none).totalMicros().unknown()).contains("Plan 9");
    assertThat(new Cgroup(none).throttledPeriods().value()).isNull();
  }

  @Test
  void aLoadedLaptopInAContainerRaisesEveryWarning() {
    Conditions conditions = loadedLaptop().conditions();

    assertThat(conditions.governor().value()).isEqualTo("powersave");
    assertThat(conditions.turbo().value()).isEqualTo("disabled");
    assertThat(conditions.powerSource().value()).isEqualTo("battery");
    assertThat(conditions.temperatureCelsius().value()).isEqualTo("91.5");
    assertThat(conditions.cpuQuotaCores().value()).isEqualTo("1.50");
    assertThat(conditions.transparentHugePages().value()).isEqualTo("madvise");
    assertThat(conditions.container().value()).isEqualTo("docker");
    assertThat(conditions.virtualMachine().value()).isEqualTo("no");
    assertThat(conditions.microcode().value()).isEqualTo("0x2b000461");
    assertThat(conditions.warnings())
        .containsExactlyInAnyOrder(
            new ConditionWarning.CpuPressure(98.87),
            new ConditionWarning.Steal(10),
            new ConditionWarning.Throttled(7),
            new ConditionWarning.Governor("powersave"),
            new ConditionWarning.OnBattery(),
            new ConditionWarning.HighLoad(9.5, 8),
            new ConditionWarning.QuotaBelowProcessors(1.5, 8));
    assertThat(conditions.warnings())
        .allSatisfy(
            warning -> {
              assertThat(warning.what()).endsWith(".");
              assertThat(warning.remedy()).endsWith(".");
            });
  }

  private FakeMachine loadedLaptop() {
    FakeMachine machine = new FakeMachine(root).xeon();
    machine.put("/proc/loadavg", "9.50 3.00 1.00 2/90 1234");
    machine.put("/proc/pressure/cpu", "some avg10=98.87 avg60=1.00 avg300=1.00 total=12345");
    machine.put("/proc/stat", "cpu  10 0 20 50 5 3 2 10 0 0\ncpu0 1 1 1 1 1 1 1 1 0 0");
    machine.put("/proc/self/cgroup", "0::/system.slice/job").put("/proc/1/cgroup", "0::/");
    machine.put("/sys/fs/cgroup/cgroup.controllers", "cpu memory");
    machine.put("/sys/fs/cgroup/system.slice/cpu.max", "150000 100000");
    machine.put("/sys/fs/cgroup/system.slice/job/cpu.max", "max 100000");
    machine.put("/sys/fs/cgroup/system.slice/job/cpu.stat", "nr_periods 9\nnr_throttled 7");
    machine.put("/sys/devices/system/cpu/cpufreq/policy0/scaling_governor", "powersave");
    machine.put("/sys/devices/system/cpu/intel_pstate/no_turbo", "1");
    machine.put("/sys/class/power_supply/AC/type", "Mains");
    machine.put("/sys/class/power_supply/AC/online", "0");
    machine.put("/sys/class/power_supply/mouse/type", "Battery");
    machine.put("/sys/class/power_supply/mouse/scope", "Device");
    machine.put("/sys/class/thermal/thermal_zone0/type", "x86_pkg_temp");
    machine.put("/sys/class/thermal/thermal_zone0/temp", "91500");
    machine.put("/sys/kernel/mm/transparent_hugepage/enabled", "always [madvise] never");
    return machine.put("/.dockerenv", "");
  }

  @Test
  void version1GroupsAreReadAlsoWhereTheContainerHidesItsOwnPath() {
    FakeMachine machine = new FakeMachine(root);
    machine.put("/proc/self/cgroup", "4:cpu,cpuacct:/docker/0123abcd\n0::/");
    machine.put(V1_CPU + "cpu.cfs_quota_us", "-1").put(V1_CPU + "cpu.cfs_period_us", "100000");
    machine.put(V1_CPU + "cpu.stat", "nr_periods 3\nnr_throttled 2\nthrottled_time 5");
    assertThat(machine.conditions().cpuQuotaCores().value()).isEqualTo("unlimited");
    assertThat(machine.conditions().throttledPeriods().value()).isEqualTo("2");

    machine.put(V1_CPU + "cpu.cfs_quota_us", "250000");
    assertThat(machine.conditions().cpuQuotaCores().value()).isEqualTo("2.50");
    assertThat(Json.pretty(machine.conditions())).doesNotContain("0123abcd");

    machine.put(V1_CPU + "cpu.cfs_period_us", "0");
    assertThat(machine.conditions().cpuQuotaCores().unknown()).contains("garbled");
  }

  @Test
  void version2RootHasNoQuotaFile() {
    FakeMachine machine = new FakeMachine(root).put("/proc/self/cgroup", "0::/../../x");
    assertThat(machine.conditions().cpuQuotaCores().value()).isNull();

    machine.put("/sys/fs/cgroup/cgroup.controllers", "cpu");
    assertThat(machine.conditions().cpuQuotaCores().value()).isEqualTo("unlimited");
    assertThat(machine.conditions().throttledPeriods().value()).isNull();
  }

  @Test
  void aPluggedLaptopAndAnUnpluggedOneDiffer() {
    FakeMachine machine = new FakeMachine(root);
    machine.put("/sys/class/power_supply/BAT0/type", "Battery");
    machine.put("/sys/class/power_supply/BAT0/status", "Discharging");
    assertThat(machine.conditions().powerSource().value()).isEqualTo("battery");

    machine.put("/sys/class/power_supply/usbc/type", "USB");
    machine.put("/sys/class/power_supply/usbc/online", "1");
    assertThat(machine.conditions().powerSource().value()).isEqualTo("mains");
  }
}
