package io.layerbench.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeviceTextTest {

  private final Path root;

  DeviceTextTest(@TempDir Path root) {
    this.root = root;
  }

  @Test
  void unknownFactsSayWhy() {
    assertThat(DeviceText.lines(new FakeMachine(root).device("riscv64")))
        .contains(
            "CPU:                   unknown (/proc/cpuinfo does not exist)",
            "Architecture:          riscv64",
            "GPUs:                  unknown (/sys/bus/pci/devices does not exist)");
  }

  @Test
  void knownFactsStandInOneColumn() {
    assertThat(DeviceText.lines(new FakeMachine(root).xeon().device("x86_64")))
        .contains(
            "Physical cores:        4",
            "Caches:                L1d 48 KiB, L1i 32 KiB, L2 2 MiB, L3 60 MiB",
            "Memory:                63 GiB",
            "GPUs:                  none");
  }
}
