package io.layerbench.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PairedDifferenceTest {

  @ParameterizedTest
  @CsvSource({"0, 0, 0", "10, -1, 0", "10, 6, 5"})
  void refusesCountsThatDoNotAddUp(int items, int first, int second) {
    assertThatThrownBy(() -> PairedDifference.of(items, first, second))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** By hand: n = 102, center = 4 / 102, variance = (9 / 102 − center²) / 102. */
  @Test
  void isAgrestiAndMins() {
    PairedDifference difference = PairedDifference.of(100, 6, 2);

    double center = 4.0 / 102;
    double half = 1.959963984540054 * Math.sqrt((9.0 / 102 - center * center) / 102);
    assertThat(difference.difference()).isEqualTo(0.04);
    assertThat(difference.interval().low()).isCloseTo(center - half, within(1e-12));
    assertThat(difference.interval().high()).isCloseTo(center + half, within(1e-12));
  }

  @Test
  void noDifferenceIsNoCertainty() {
    Interval interval = PairedDifference.of(50, 0, 0).interval();

    assertThat(interval.low()).isNegative();
    assertThat(interval.high()).isPositive();
  }

  @Test
  void staysWithinProportions() {
    assertThat(PairedDifference.of(1, 1, 0).interval().high()).isLessThanOrEqualTo(1);
    assertThat(PairedDifference.of(1, 0, 1).interval().low()).isGreaterThanOrEqualTo(-1);
  }
}
