package io.layerbench.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerbench.backend.DeviceMemory;
import io.layerbench.device.EnergyUse;
import io.layerbench.run.DeviceUse;
import io.layerbench.run.OutputDeviation;
import io.layerbench.run.ProcessUse;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FindingsTest {

  @Test
  void whatAForkFoundIsReadBack(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("findings");
    EnergyUse[] energies = {
      null, EnergyUse.unknown("it stood still"), new EnergyUse(0.1, 12.5, 1.01, 4711, null)
    };
    DeviceUse device = new DeviceUse(12.5, new DeviceMemory(1, 2, -3));
    for (EnergyUse energy : energies) {
      Findings findings =
          new Findings(
              3,
              1100.5,
              5L,
              7L,
              new ProcessUse(99.5, 9L, energy, "power cap", device),
              0.5,
              new OutputDeviation(0.001, 0.01),
              Path.of("p"));
      findings.write(file);
      assertThat(Findings.read(file)).isEqualTo(findings);
    }
    Findings least =
        new Findings(
            1,
            1.5,
            null,
            null,
            new ProcessUse(null, null, null, null, null),
            null,
            null,
            Path.of("p"));
    least.write(file);
    assertThat(Findings.read(file)).isEqualTo(least);
    Findings shapesOnly =
        new Findings(
            1,
            1.5,
            null,
            null,
            new ProcessUse(null, null, null, null, null),
            null,
            new OutputDeviation(null, 0.01),
            Path.of("p"));
    shapesOnly.write(file);
    assertThat(Findings.read(file)).isEqualTo(shapesOnly);
  }
}
