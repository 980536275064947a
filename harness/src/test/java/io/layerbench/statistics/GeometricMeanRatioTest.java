package io.layerbench.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.layerbench.statistics.GeometricMeanRatio.Pair;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GeometricMeanRatioTest {

  @Test
  void ratiosMultiply() {
    List<Pair> pairs =
        List.of(
            new Pair(List.of(1.0, 1.0), List.of(2.0, 2.0)),
            new Pair(List.of(1.0, 1.0), List.of(0.5, 0.5)));
    GeometricMeanRatio mean = GeometricMeanRatio.of(pairs, 1);
    assertThat(mean.ratio()).isCloseTo(1, within(1e-12));
    assertThat(mean.cases()).isEqualTo(2);
  }

  @Test
  void oneForkHasNoInterval() {
    assertThat(GeometricMeanRatio.of(List.of(new Pair(List.of(1.0), List.of(2.0))), 1).interval())
        .isNull();
  }

  @Test
  void theIntervalHoldsTheTruthAboutAsOftenAsItSays() {
    int held = 0;
    Random random = new Random(5);
    for (int i = 0; i < 60; i++) {
      List<Pair> pairs = new ArrayList<>();
      for (int layer = 0; layer < 10; layer++) {
        pairs.add(new Pair(forks(random, 1), forks(random, 1.1)));
      }
      Interval interval = Objects.requireNonNull(GeometricMeanRatio.of(pairs, i).interval());
      held += interval.low() <= 1.1 && 1.1 <= interval.high() ? 1 : 0;
    }
    assertThat(held).isBetween(50, 60);
  }

  @Test
  void theSameSeedGivesTheSameInterval() {
    Random random = new Random(6);
    List<Pair> pairs = List.of(new Pair(forks(random, 1), forks(random, 1)));
    assertThat(GeometricMeanRatio.of(pairs, 3)).isEqualTo(GeometricMeanRatio.of(pairs, 3));
  }

  private static List<Double> forks(Random random, double center) {
    List<Double> forks = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      forks.add(center * Math.exp(0.03 * random.nextGaussian()));
    }
    return forks;
  }
}
