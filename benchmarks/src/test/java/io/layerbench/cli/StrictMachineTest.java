package io.layerbench.cli;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.layerbench.base.EnvironmentException;
import io.layerbench.device.ConditionWarning;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StrictMachineTest {

  static List<ConditionWarning> contentions() {
    return List.of(
        new ConditionWarning.CpuPressure(12),
        new ConditionWarning.HighLoad(5.5, 2),
        new ConditionWarning.Throttled(7),
        new ConditionWarning.Steal(3));
  }

  @ParameterizedTest
  @MethodSource("contentions")
  void aContendedMachineIsRefused(ConditionWarning contention) {
    assertThatThrownBy(
            () -> StrictMachine.check(List.of(new ConditionWarning.OnBattery(), contention)))
        .isInstanceOf(EnvironmentException.class)
        .hasMessageContaining("The machine is contended: " + contention.what());
  }

  @Test
  void settingsAloneAreNoContention() {
    assertThatCode(
            () ->
                StrictMachine.check(
                    List.of(
                        new ConditionWarning.OnBattery(),
                        new ConditionWarning.Governor("powersave"),
                        new ConditionWarning.QuotaBelowProcessors(1, 2))))
        .doesNotThrowAnyException();
  }
}
