package io.layerbench.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.layerbench.run.RankingStability.Layer;
import io.layerbench.statistics.ForkMedians;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RankingStabilityTest {

  private static ForkMedians forks(double... medians) {
    return new ForkMedians(DoubleStream.of(medians).boxed().toList());
  }

  private static Layer fp32(double... medians) {
    return new Layer(forks(medians), null);
  }

  @Test
  void twoRoundsAreNeverEnough() {
    assertThat(RankingStability.isStable(List.of(fp32(1), fp32(2)))).isFalse();
    assertThat(RankingStability.isStable(List.of(fp32(1, 1), fp32(2, 2)))).isFalse();
  }

  @Test
  void theLastOfThreeRoundsMustBearTheOthersOut() {
    assertThat(RankingStability.isStable(List.of(fp32(1, 1, 1), fp32(2, 2, 2)))).isTrue();
    assertThat(RankingStability.isStable(List.of(fp32(1, 1, 3), fp32(2, 2, 2)))).isFalse();
  }

  @Test
  void layersFarApartAreStableAfterFewRounds() {
    assertThat(RankingStability.isStable(List.of(fp32(10, 10, 11), fp32(20, 21, 20)))).isTrue();
  }

  @Test
  void halvesThatContradictEachOtherAreNotStable() {
    List<Layer> swapped = List.of(fp32(10, 10.1, 20, 20.1), fp32(20, 20.1, 10, 10.1));
    assertThat(RankingStability.isStable(swapped)).isFalse();
  }

  @Test
  void aPairThatNeitherHalfTellsApartMayChangeItsOrder() {
    List<Layer> layers = List.of(fp32(10, 12, 11, 12), fp32(11, 12, 10, 12), fp32(50, 51, 50, 51));
    assertThat(RankingStability.isStable(layers)).isTrue();
  }

  @Test
  void oneContradictionAmongManyPairsIsTolerated() {
    // 20 layers are 190 pairs; two neighbours that swap leave tau at 188 / 190.
    List<Layer> layers =
        IntStream.range(0, 20)
            .mapToObj(
                i ->
                    i < 2
                        ? fp32(100 + i, 100 + i, 101 - i, 101 - i)
                        : fp32(100 * i, 100 * i, 100 * i, 100 * i))
            .toList();
    assertThat(RankingStability.isStable(layers)).isTrue();
    assertThat(RankingStability.isStable(layers.subList(0, 4))).isFalse();
  }

  @Test
  void whereNothingIsToldApartNothingIsKnown() {
    assertThat(RankingStability.isStable(List.of(fp32(1, 9, 2, 8), fp32(2, 8, 1, 9)))).isFalse();
    assertThat(RankingStability.isStable(List.of(fp32(1, 9, 2, 8)))).isTrue();
    assertThat(RankingStability.isStable(List.of())).isTrue();
  }

  @Test
  void theGainIsRankedToo() {
    // The order by FP32 is steady; which layer gains more by INT8 is not.
    Layer first = new Layer(forks(100, 100, 100, 100), forks(50, 50, 80, 80));
    Layer second = new Layer(forks(90, 90, 90, 90), forks(60, 60, 50, 50));
    assertThat(RankingStability.isStable(List.of(first, second))).isFalse();
    Layer steady = new Layer(forks(90, 90, 90, 90), forks(80, 80, 80, 80));
    Layer more = new Layer(forks(100, 100, 100, 100), forks(50, 50, 51, 51));
    assertThat(RankingStability.isStable(List.of(more, steady))).isTrue();
  }

  @Test
  void aVerdictThatTheLastRoundChangedIsNotStable() {
    Layer faster = new Layer(forks(10, 10, 10, 10), forks(5, 5, 5, 5));
    Layer wavering = new Layer(forks(20, 20, 20, 20), forks(19, 19, 19, 20.5));
    assertThat(RankingStability.isStable(List.of(faster))).isTrue();
    assertThat(RankingStability.isStable(List.of(wavering))).isFalse();
  }

  @Test
  void layersOfDifferentRoundsAreRefused() {
    assertThatThrownBy(() -> RankingStability.isStable(List.of(fp32(1, 2), fp32(1, 2, 3))))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Layer(forks(1, 2), forks(1)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
