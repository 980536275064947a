package io.layerbench.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WilsonTest {

  /** As statsmodels' proportion_confint(method="wilson") has them, and by hand for none and all. */
  @ParameterizedTest
  @CsvSource({
    "5, 10, 0.2365931, 0.7634069",
    "0, 10, 0.0, 0.2775328",
    "10, 10, 0.7224672, 1.0",
    "1, 1, 0.2065493, 1.0"
  })
  void isThePublishedInterval(int hits, int trials, double low, double high) {
    Interval interval = Wilson.interval(hits, trials);
    assertThat(interval.low()).isEqualTo(low, within(1e-6));
    assertThat(interval.high()).isEqualTo(high, within(1e-6));
  }

  @Test
  void narrowsWithTheNumberOfTrials() {
    assertThat(Wilson.interval(900, 1000).high() - Wilson.interval(900, 1000).low())
        .isLessThan(Wilson.interval(90, 100).high() - Wilson.interval(90, 100).low());
  }

  @ParameterizedTest
  @CsvSource({"1,0", "-1,3", "4,3"})
  void refusesWhatIsNoCount(int hits, int trials) {
    assertThatThrownBy(() -> Wilson.interval(hits, trials))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
