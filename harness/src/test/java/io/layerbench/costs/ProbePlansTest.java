package io.layerbench.costs;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerbench.base.Precision;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ProbePlansTest {

  @Test
  void everyPairOfNeighboursIsSeenInAllFourCombinations() {
    List<String> layers = IntStream.range(0, 20).mapToObj(i -> "l" + i).toList();
    Map<String, Map<String, Precision>> plans = ProbePlans.of(layers);
    assertThat(plans).hasSize(10);
    for (int i = 0; i + 1 < layers.size(); i++) {
      String first = layers.get(i);
      String second = layers.get(i + 1);
      assertThat(
              plans.values().stream()
                  .map(plan -> List.of(plan.get(first), plan.get(second)))
                  .distinct())
          .hasSize(4);
    }
  }

  @Test
  void theRandomProbesAreTheSameAtEveryCall() {
    List<String> layers = IntStream.range(0, 20).mapToObj(i -> "l" + i).toList();
    assertThat(ProbePlans.of(layers)).isEqualTo(ProbePlans.of(layers));
    assertThat(new HashSet<>(ProbePlans.of(layers).values())).hasSize(10);
  }

  @Test
  void fewLayersNeedFewPlans() {
    assertThat(ProbePlans.of(List.of())).containsOnlyKeys(ProbePlans.FP32);
    assertThat(ProbePlans.of(List.of("a"))).containsOnlyKeys(ProbePlans.FP32, ProbePlans.INT8);
  }
}
