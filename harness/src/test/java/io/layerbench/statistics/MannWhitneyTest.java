package io.layerbench.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class MannWhitneyTest {

  @Test
  void agreesWithRsWilcoxTest() {
    // The example of R's documentation of wilcox.test, after Hollander and Wolfe (1973), 69f.
    double[] x = {0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46};
    double[] y = {1.15, 0.88, 0.90, 0.74, 1.21};
    assertThat(MannWhitney.p(x, y)).isCloseTo(0.2544, within(5e-5));
  }

  @Test
  void threeForksCannotShowAnything() {
    assertThat(MannWhitney.p(new double[] {1, 2, 3}, new double[] {7, 8, 9})).isEqualTo(0.1);
    assertThat(MannWhitney.leastP(3, 3)).isCloseTo(0.1, within(1e-12));
  }

  @Test
  void tiesNeverGiveMoreThanTheBestOrderCould() {
    double p = MannWhitney.p(new double[] {1, 1, 1, 1, 1}, new double[] {2, 2, 2, 2, 2});
    assertThat(p).isBetween(MannWhitney.leastP(5, 5), 0.05);
  }

  @Test
  void equalSamplesShowNothing() {
    assertThat(MannWhitney.p(new double[] {5, 5, 5, 5}, new double[] {5, 5, 5, 5})).isEqualTo(1);
  }

  @Test
  void tellsHowManyForksAreNeeded() {
    assertThat(MannWhitney.leastSamples(1, 0.05)).isEqualTo(4);
    assertThat(MannWhitney.leastSamples(50, 0.05)).isEqualTo(7);
  }

  @Property
  void leastPairsIsWhereTheTestTurns(
      @ForAll @IntRange(min = 4, max = 9) int n, @ForAll @IntRange(min = 4, max = 9) int m) {
    double level = 0.05;
    int pairs = MannWhitney.leastPairs(n, m, level);
    assertThat(pairs).isBetween(n * m / 2, n * m);
    assertThat(pWithPairs(n, m, pairs)).isLessThanOrEqualTo(level);
    assertThat(pWithPairs(n, m, pairs - 1)).isGreaterThan(level);
  }

  /** Samples with exactly so many pairs of which the first side is above. */
  private static double pWithPairs(int n, int m, int pairs) {
    double[] b = new double[m];
    for (int j = 0; j < m; j++) {
      b[j] = j + 1;
    }
    double[] a = new double[n];
    int left = pairs;
    for (int i = 0; i < n; i++) {
      int above = Math.min(m, left);
      left -= above;
      a[i] = above + 0.5 + i * 1e-3;
    }
    return MannWhitney.p(a, b);
  }
}
