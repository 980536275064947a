package io.layerbench.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class KendallTauTest {

  @Test
  void refusesDifferentLengthsAndNaN() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KendallTau.of(new double[1], new double[2]));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KendallTau.of(new double[] {1, Double.NaN}, new double[] {1, 2}));
  }

  @Test
  void isUndefinedWithoutAnOrder() {
    assertThat(KendallTau.of(new double[] {1}, new double[] {1})).isEmpty();
    assertThat(KendallTau.of(new double[] {1, 1}, new double[] {1, 2})).isEmpty();
    assertThat(KendallTau.of(new double[] {0.0, -0.0}, new double[] {1, 2})).isEmpty();
  }

  @Test
  void isOneForEqualAndMinusOneForReversedOrders() {
    double[] a = {1, 2, 3, 4};
    assertThat(KendallTau.of(a, new double[] {10, 20, 30, 40})).hasValue(1);
    assertThat(KendallTau.of(a, new double[] {4, 3, 2, 1})).hasValue(-1);
  }

  @Test
  void correctsForTies() {
    // 6 pairs, 1 tied in a and 1 in b; 4 concordant, 0 discordant: 4 / sqrt(5 · 5).
    double[] a = {1, 1, 2, 3};
    double[] b = {1, 2, 3, 3};
    assertThat(KendallTau.of(a, b).orElseThrow()).isEqualTo(0.8, within(1e-12));
  }
}
