package io.layerbench.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerbench.base.Fact;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RaplCounterTest {

  private final Path root;
  private final FakeMachine machine;

  RaplCounterTest(@TempDir Path root) {
    this.root = root;
    this.machine = new FakeMachine(root);
  }

  private void domain(String directory, String name, String count, String range) {
    machine.put(RaplCounter.TREE + "/" + directory + "/name", name);
    machine.put(RaplCounter.TREE + "/" + directory + "/energy_uj", count);
    machine.put(RaplCounter.TREE + "/" + directory + "/max_energy_range_uj", range);
  }

  private EnergySource open() {
    return RaplCounter.open(machine.files());
  }

  private EnergyCounter counter() {
    return Objects.requireNonNull(open().counter());
  }

  @Test
  void packagesAddUpAndTheirPartsAndCopiesDoNotCount() {
    domain("intel-rapl:0", "package-0", "1000", "100000");
    domain("intel-rapl:1", "package-1-die-0", "5000", "100000");
    domain("intel-rapl:2", "psys", "70", "100000");
    domain("intel-rapl:0:0", "core", "900", "100000");
    domain("intel-rapl-mmio:0", "package-0", "1000", "100000");
    EnergyCounter counter = counter();
    assertThat(counter.name()).isEqualTo("RAPL, 2 packages");
    assertThat(counter.microjoules()).hasValue(0);

    domain("intel-rapl:0", "package-0", "1100", "100000");
    domain("intel-rapl:1", "package-1-die-0", "5020", "100000");
    domain("intel-rapl:2", "psys", "9070", "100000");
    domain("intel-rapl:0:0", "core", "990", "100000");

    assertThat(counter.microjoules()).hasValue(120);
    assertThat(counter.microjoules()).hasValue(120);
  }

  @Test
  void aCountThatGoesBackHasWrapped() {
    domain("intel-rapl:0", "package-0", "99990", "100000");
    EnergyCounter counter = counter();
    domain("intel-rapl:0", "package-0", "30", "100000");
    assertThat(counter.microjoules()).hasValue(40);
    domain("intel-rapl:0", "package-0", "20", "100000");
    assertThat(counter.microjoules()).hasValue(40 + 99990);
  }

  @Test
  void withoutPackagesTheReasonSaysWhere() {
    assertThat(open().name().unknown()).contains("no RAPL package in " + RaplCounter.TREE);
    domain("intel-rapl:2", "psys", "70", "100000");
    assertThat(open().name().unknown()).contains("no RAPL package");
    assertThat(RaplCounter.open(SystemFiles.none("not reported on Plan 9")).name().unknown())
        .isEqualTo("not reported on Plan 9, only on Linux");
  }

  @Test
  void onePackageThatIsGarbledMakesTheSumUnknown() {
    domain("intel-rapl:0", "package-0", "1000", "100000");
    domain("intel-rapl:1", "package-1", "-3", "100000");
    assertThat(open().name().unknown()).endsWith("intel-rapl:1/energy_uj is garbled");

    domain("intel-rapl:1", "package-1", "3", "0");
    assertThat(open().name().unknown()).contains("does not say when it wraps");
  }

  @Test
  void aCounterForRootOnlySaysWhatToDo() {
    Fact denied = Fact.unknown("/energy_uj cannot be read (AccessDeniedException)");
    assertThat(RaplCounter.unreadable("/energy_uj", denied))
        .startsWith("/energy_uj is closed to this user: run as root");

    domain("intel-rapl:0", "package-0", "1000", "100000");
    domain("intel-rapl:1", "package-1", "1000", "100000");
    Path file = root.resolve(RaplCounter.TREE.substring(1) + "/intel-rapl:1/energy_uj");
    assertThat(file.toFile().delete() && file.toFile().mkdir()).isTrue();
    assertThat(open().name().unknown()).contains("intel-rapl:1/energy_uj cannot be read");
  }

  @Test
  void aFileThatVanishesEndsTheCounting() throws IOException {
    domain("intel-rapl:0", "package-0", "1000", "100000");
    EnergyCounter counter = counter();
    Files.delete(root.resolve(RaplCounter.TREE.substring(1) + "/intel-rapl:0/energy_uj"));
    assertThat(counter.microjoules()).isEmpty();
  }
}
