package io.layerbench.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.layerbench.base.UsageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeLimitTest {

  @ParameterizedTest
  @CsvSource({"90s, 90", "5m, 300", "1h, 3600", "1h30m, 5400", "PT5M, 300", "pt2m, 120", "1.5s, 1"})
  void readsWhatPeopleWrite(String text, long seconds) {
    assertThat(TimeLimit.seconds(text)).isEqualTo(seconds);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "5", "m", "five minutes", "0s", "-5m", "0.9s", "5 m", "99999999999999999999h"})
  void refusesWhatIsNoTime(String text) {
    assertThatThrownBy(() -> TimeLimit.seconds(text))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("--time-limit (" + text + ")")
        .hasMessageContaining("5m");
  }

  @Test
  void noneIsNone() {
    assertThat(TimeLimit.seconds(null)).isNull();
  }
}
