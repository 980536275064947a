package io.layerbench.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerbench.costs.LayerGain;
import io.layerbench.costs.LayerGains;
import io.layerbench.statistics.BlockedValues;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RankingAgreementTest {

  private static LayerGain gain(String layer, double level, double spread) {
    return new LayerGain(
        "cpu",
        layer,
        10,
        10 - level,
        new BlockedValues(
            IntStream.range(0, 8).mapToObj(i -> level + (i % 2 == 0 ? spread : -spread)).toList()));
  }

  private static LayerGains gains(LayerGain... all) {
    return new LayerGains(Arrays.asList(all));
  }

  @Test
  void anOrderAgreesWithItself() {
    LayerGains one = gains(gain("a", 3, 0), gain("b", 2, 0), gain("c", -1, 0));
    assertThat(RankingAgreement.lines(one, one))
        .containsExactly(
            "layers in both runs: 3",
            "all pairs: 3 of 3 (100.0%), tau-b 1.000",
            "pairs that the first calls different: 3 of 3 (100.0%), tau-b 1.000",
            "pairs that the second calls different: 3 of 3 (100.0%), tau-b 1.000",
            "pairs that both call different: 3 of 3 (100.0%), tau-b 1.000",
            "layers that the first calls faster or slower: 3, of the other sign in the second: 0");
  }

  @Test
  void pairsThatNoRunTellsApartCountOnlyAmongAll() {
    LayerGains first = gains(gain("a", 3, 0.1), gain("b", 2.999, 0.2), gain("c", -1, 0));
    LayerGains second = gains(gain("c", 1, 0), gain("b", 3, 0.2), gain("a", 2.999, 0.1));
    List<String> lines = RankingAgreement.lines(first, second);
    assertThat(lines)
        .contains(
            "all pairs: 3 of 3 (100.0%), tau-b 0.333",
            "pairs that the first calls different: 2 of 3 (66.7%), tau-b 1.000",
            "layers that the first calls faster or slower: 3, of the other sign in the second: 1");
  }

  @Test
  void layersOfOneRunOnlyAreLeftOut() {
    LayerGains first = gains(gain("a", 3, 0));
    LayerGains second = gains(gain("b", 3, 0));
    assertThat(RankingAgreement.lines(first, second))
        .containsAll(Collections.singletonList("layers in both runs: 0"))
        .contains("all pairs: none");
  }
}
