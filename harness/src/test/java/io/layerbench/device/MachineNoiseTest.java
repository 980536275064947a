package io.layerbench.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.layerbench.device.MachineNoise.Finding;
import io.layerbench.device.MachineNoise.Scaling;
import io.layerbench.device.MachineNoise.Spread;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MachineNoiseTest {

  private static MachineNoise noise(
      double grain, double read, double call, Spread spread, double runDown, Scaling scaling) {
    return new MachineNoise(grain, read, call, spread, runDown, scaling, 10);
  }

  @Test
  void aQuietMachineIsGoodInEveryMeasure() {
    MachineNoise quiet = noise(20, 25, 4, new Spread(0.5, 1, 0.3), -0.2, new Scaling(4, 3.6));

    assertThat(quiet.findings()).allMatch(Finding::good).hasSize(5);
  }

  /** Each measure beyond its bound, the others within. */
  @ParameterizedTest
  @CsvSource({
    "Timer grain, 2000, 25, 4, 0.5, 1, 0.3, 0, 3.6",
    "Timer grain, 20, 900, 4, 0.5, 1, 0.3, 0, 3.6",
    "Call overhead, 20, 25, 80, 0.5, 1, 0.3, 0, 3.6",
    "Stability, 20, 25, 4, 30, 1, 0.3, 0, 3.6",
    "Stability, 20, 25, 4, 0.5, 12, 0.3, 0, 3.6",
    "Stability, 20, 25, 4, 0.5, 1, 8, 0, 3.6",
    "Thermal run-down, 20, 25, 4, 0.5, 1, 0.3, 25, 3.6",
    "Scaling, 20, 25, 4, 0.5, 1, 0.3, 0, 1.5",
  })
  void aBadMeasureSaysWhatItMeansAndWhatToDo(
      String name,
      double grain,
      double read,
      double call,
      double low,
      double high,
      double wandering,
      double runDown,
      double speedUp) {
    MachineNoise noise =
        noise(
            grain, read, call, new Spread(low, high, wandering), runDown, new Scaling(4, speedUp));

    List<Finding> bad = noise.findings().stream().filter(one -> !one.good()).toList();

    assertThat(bad).extracting(Finding::name).containsExactly(name);
    assertThat(bad.get(0).meaning()).isNotBlank();
    assertThat(bad.get(0).remedy()).isNotBlank();
  }

  @Test
  void theStabilityNamesTheDifferenceThatIsLost() {
    MachineNoise noise = noise(20, 25, 4, new Spread(3, 42, 6), 0, new Scaling(1, 1));

    assertThat(noise.findings().get(2).meaning()).contains("within 42%");
  }

  @Test
  void whatIsNoMeasureIsRefused() {
    Spread spread = new Spread(0, 0, 0);
    Scaling scaling = new Scaling(1, 1);
    assertThatThrownBy(() -> noise(0, 1, 1, spread, 0, scaling))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> noise(1, 1, 1, spread, Double.NaN, scaling))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Spread(-1, 0, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Scaling(2, 0)).isInstanceOf(IllegalArgumentException.class);
  }
}
