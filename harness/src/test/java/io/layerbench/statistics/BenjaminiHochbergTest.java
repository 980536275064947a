package io.layerbench.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class BenjaminiHochbergTest {

  private static final double TINY = 1e-12;

  @Test
  void agreesWithRsPAdjust() {
    assertThat(BenjaminiHochberg.adjusted(new double[] {0.005, 0.04, 0.03, 0.5}))
        .containsExactly(new double[] {0.02, 0.04 * 4 / 3, 0.04 * 4 / 3, 0.5}, within(1e-12));
    assertThat(BenjaminiHochberg.adjusted(new double[] {0.01, 0.02, 0.03, 0.04, 0.05}))
        .containsExactly(new double[] {0.05, 0.05, 0.05, 0.05, 0.05}, within(1e-12));
    assertThat(BenjaminiHochberg.adjusted(new double[0])).isEmpty();
  }

  @Property
  void keepsTheOrderAndNeverLowers(
      @ForAll @Size(min = 1, max = 20) List<@DoubleRange(min = 0, max = 1) Double> values) {
    double[] p = values.stream().mapToDouble(Double::doubleValue).toArray();
    double[] adjusted = BenjaminiHochberg.adjusted(p);
    for (int i = 0; i < p.length; i++) {
      assertThat(adjusted[i]).isBetween(p[i] - TINY, 1.0);
      for (int j = 0; j < p.length; j++) {
        if (p[i] <= p[j]) {
          assertThat(adjusted[i]).isLessThanOrEqualTo(adjusted[j] + TINY);
        }
      }
    }
    double greatest = Arrays.stream(p).max().orElseThrow();
    assertThat(Arrays.stream(adjusted).max().orElseThrow()).isCloseTo(greatest, within(TINY));
  }
}
