package io.layerbench.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class MedianRatioTest {

  private static final double LEVEL = 0.05;

  @Test
  void isTheRatioOfMedians() {
    MedianRatio ratio =
        MedianRatio.of(new double[] {1, 2, 3, 4, 5}, new double[] {2, 4, 6, 8, 10}, LEVEL);
    assertThat(ratio.ratio()).isEqualTo(2);
  }

  @Test
  void threeForksSeeNoChangeHoweverGreat() {
    MedianRatio ratio = MedianRatio.of(new double[] {1, 1.1, 1.2}, new double[] {9, 8, 7}, LEVEL);
    assertThat(ratio.visibleChange()).isNull();
    assertThat(ratio.p()).isGreaterThan(LEVEL);
  }

  @Test
  void forksThatAgreeSeeSmallChanges() {
    double[] calm = {1, 1.001, 1.002, 1.003, 1.004, 1.005, 1.006};
    double[] restless = {1, 1.1, 1.2, 1.3, 1.4, 1.5, 1.6};
    assertThat(MedianRatio.of(calm, calm, LEVEL).visibleChange()).isCloseTo(0.003, within(1e-4));
    assertThat(MedianRatio.of(restless, restless, LEVEL).visibleChange()).isGreaterThan(0.2);
  }

  @Property(tries = 200)
  void aChangeThatIsCalledVisibleIsShown(@ForAll long seed) {
    Random random = new Random(seed);
    double[] before = random.doubles(7, 1, 1.2).toArray();
    double[] after = random.doubles(8, 1, 1.2).toArray();
    MedianRatio ratio = MedianRatio.of(before, after, LEVEL);
    double visible = Objects.requireNonNull(ratio.visibleChange());
    for (double factor : new double[] {(1 + visible) * 1.000001, (1 - visible) * 0.999999}) {
      double[] moved = Arrays.stream(after).map(x -> x / ratio.ratio() * factor).toArray();
      assertThat(MannWhitney.p(before, moved)).isLessThanOrEqualTo(LEVEL);
    }
  }
}
