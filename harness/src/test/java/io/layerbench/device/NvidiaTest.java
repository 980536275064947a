package io.layerbench.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerbench.base.Json;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NvidiaTest {

  private final FakeMachine machine;

  NvidiaTest(@TempDir Path root) {
    machine = new FakeMachine(root).xeon();
  }

  private FakeMachine withDriver(FakeNvml nvml) {
    return machine.put("/proc/driver/nvidia/version", "NVRM version").nvml(nvml);
  }

  @Test
  void aCardWithEverything() {
    FakeNvml nvml = new FakeNvml(1).full();
    withDriver(nvml).gpu("0000:01:00.0", "0x10de", "0x2330");

    Device device = machine.device("x86_64");
    assertThat(DeviceText.rows(device))
        .containsEntry("GPUs", "NVIDIA H100 80GB HBM3 with 79.6 GiB, compute capability 9.0");
    assertThat(device.gpus().items())
        .singleElement()
        .satisfies(gpu -> assertThat(gpu.pciId().value()).isEqualTo("10de:2330"));

    Conditions conditions = machine.conditions();
    assertThat(DeviceText.rows(conditions))
        .containsEntry("NVIDIA driver", "580.65.06")
        .containsEntry("CUDA of the driver", "13.1")
        .containsEntry("GPU energy counter", "NVML, total energy of the GPU")
        .containsEntry(
            "GPU 0",
            "name NVIDIA H100 80GB HBM3; power 71.2 W; power limit 700.0 W; temperature 31 °C;"
                + " clock 345 MHz; highest clock 1980 MHz; memory clock 345 MHz; highest memory"
                + " clock 1980 MHz; ECC enabled; MIG disabled; persistence enabled; PCIe generation"
                + " 5, 16 lanes; clock held back by idle, power cap, thermal slowdown by the driver");
    assertThat(Json.parse(Json.pretty(conditions), Conditions.class, "test")).isEqualTo(conditions);
    assertThat(nvml.asked).noneMatch(name -> name.contains("UUID") || name.contains("Serial"));
  }

  @Test
  void theDriverChangesNoId() {
    machine.gpu("0000:01:00.0", "0x10de", "0x2330").gpu("0000:02:00.0", "0x10de", "0x2330");
    Device without = machine.device("x86_64");
    Device with = withDriver(new FakeNvml(2).full()).device("x86_64");

    assertThat(with.id()).isEqualTo(without.id());
    assertThat(with.gpus().items())
        .hasSize(2)
        .allSatisfy(gpu -> assertThat(gpu.memoryBytes().value()).isEqualTo("85520809984"));
    assertThat(without.gpus().items().get(0).memoryBytes().value()).isNull();
  }

  @Test
  void aCardThatTheBusDoesNotShowIsAdded() {
    withDriver(new FakeNvml(1).full().fail("nvmlDeviceGetPciInfo_v3", FakeNvml.NOT_SUPPORTED));

    Device device = machine.device("aarch64");
    assertThat(device.gpus().items())
        .singleElement()
        .satisfies(gpu -> assertThat(gpu.name().value()).isEqualTo("NVIDIA H100 80GB HBM3"))
        .satisfies(gpu -> assertThat(gpu.pciId().unknown()).contains("3 (not supported)"));
  }

  @Test
  void aCardThatTellsLittleHasReasons() {
    withDriver(
        new FakeNvml(1)
            .answer("nvmlDeviceGetName", "Orin")
            .fail("nvmlDeviceGetTotalEnergyConsumption", NvmlCalls.FUNCTION_NOT_FOUND));

    NvidiaState state = machine.conditions().nvidia();
    assertThat(state.driver().unknown())
        .isEqualTo("nvmlSystemGetDriverVersion says 3 (not supported)");
    assertThat(state.energyCounter().unknown()).contains("does not count its energy");
    assertThat(state.gpus().items())
        .singleElement()
        .satisfies(gpu -> assertThat(gpu.name().value()).isEqualTo("Orin"))
        .satisfies(gpu -> assertThat(gpu.mig().value()).isNull());
    assertThat(NvidiaText.rows(state).get("GPU 0"))
        .startsWith("name Orin; unknown: power, power limit, temperature,");
  }

  @Test
  void anOlderDriverHasTheThrottleReasonsByTheirOldName() {
    withDriver(
        new FakeNvml(1)
            .fail("nvmlDeviceGetCurrentClocksEventReasons", NvmlCalls.FUNCTION_NOT_FOUND)
            .answer("nvmlDeviceGetCurrentClocksThrottleReasons", 0L));

    assertThat(machine.conditions().nvidia().gpus().items().get(0).clockEvents().value())
        .isEqualTo("none");
  }

  @Test
  void withoutADriverNothingIsLoaded() {
    Nvidia nvidia =
        Nvidia.of(
            machine.files(),
            () -> {
              throw new AssertionError("loaded");
            });
    assertThat(nvidia.state().driver().unknown()).isEqualTo("no NVIDIA driver is loaded");
    assertThat(NvidiaText.rows(nvidia.state())).hasSize(1);
    assertThat(nvidia.energy().counter()).isNull();
    assertThat(nvidia.clockLimits().value()).isNull();
  }

  @Test
  void aLibraryThatDoesNotLoadIsOneReasonWithoutItsPaths() {
    machine.put("/proc/driver/nvidia/version", "NVRM version");
    Nvidia nvidia =
        Nvidia.of(
            machine.files(),
            () -> {
              throw new UnsatisfiedLinkError("/home/someone/libnvidia-ml.so.1: not found");
            });
    NvidiaState state = nvidia.state();
    assertThat(state.gpus().unknown()).contains("cannot be loaded").doesNotContain("someone");
    assertThat(state.driver().unknown()).isEqualTo(state.gpus().unknown());
  }

  @Test
  void aDriverThatDoesNotStartSaysWhy() {
    withDriver(new FakeNvml(1).fail("nvmlInit_v2", 9));
    assertThat(machine.conditions().nvidia().driver().unknown())
        .isEqualTo("nvmlInit_v2 says 9 (the driver is not loaded)");
  }

  @Test
  void theEnergyIsCountedFromTheOpeningInMicrojoules() {
    FakeNvml nvml = new FakeNvml(1).full();
    machine.put("/dev/nvidiactl", "");
    EnergyCounter counter =
        Objects.requireNonNull(Nvidia.of(machine.files(), () -> nvml).energy().counter());
    assertThat(counter.microjoules()).hasValue(0);
    nvml.answer("nvmlDeviceGetTotalEnergyConsumption", 1_000_007L);
    assertThat(counter.microjoules()).hasValue(7000);
    nvml.fail("nvmlDeviceGetTotalEnergyConsumption", 15);
    assertThat(counter.microjoules()).isEmpty();
  }

  @Test
  void amongSeveralCardsTheEnergyIsNobodys() {
    withDriver(new FakeNvml(2).full());
    assertThat(machine.conditions().nvidia().energyCounter().unknown())
        .contains("2 GPUs", "which of them computes");
    assertThat(machine.conditions().nvidia().gpus().items()).hasSize(2);
  }
}
