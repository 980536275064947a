package io.layerbench.ranking;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The search against gains and drops that add up, of which the best choice is known. */
class EvolutionTest {

  /** Layer i gains i + 1 and loses 0.1 points; the last, the fastest, loses too much. */
  private static final int LAYERS = 12;

  private final List<Set<String>> measured = new ArrayList<>();

  private static Map<String, Double> sensitivities() {
    Map<String, Double> sensitivities = new LinkedHashMap<>();
    for (int i = 0; i < LAYERS; i++) {
      sensitivities.put("layer" + i, i == LAYERS - 1 ? 9.0 : 1.0);
    }
    return sensitivities;
  }

  private static double latency(Set<String> int8) {
    return 100
        - int8.stream()
            .filter(layer -> layer.startsWith("layer"))
            .mapToDouble(layer -> Integer.parseInt(layer.substring(5)) + 1)
            .sum();
  }

  private double drop(Set<String> int8) {
    measured.add(Set.copyOf(int8));
    return 0.1 * int8.size() + (int8.contains("layer" + (LAYERS - 1)) ? 5 : 0);
  }

  private Set<String> search(double most, long seed, Set<String> forced) {
    Evolution.Space space =
        new Evolution.Space(
            sensitivities(),
            forced,
            List.of(sensitivities().keySet(), Set.of("layer0", "layer5"), Set.of("layer1")));
    return new Evolution(space, EvolutionTest::latency, most, this::drop, seed).run().orElseThrow();
  }

  @Test
  void findsAPlanNearTheBestWithinTheDrop() {
    Set<String> found = search(0.55, 7, Set.of());
    assertThat(found).hasSizeLessThanOrEqualTo(5).doesNotContain("layer" + (LAYERS - 1));
    assertThat(latency(found)).as("the best is 100 - (7 + 8 + 9 + 10 + 11)").isBetween(55.0, 60.0);
    assertThat(measured).contains(found).hasSizeLessThanOrEqualTo(Evolution.EVALUATIONS);
    assertThat(measured).doesNotHaveDuplicates();
  }

  @Test
  void theSameSeedMeasuresTheSamePlans() {
    Set<String> first = search(0.55, 7, Set.of());
    List<Set<String>> steps = List.copyOf(measured);
    measured.clear();
    assertThat(search(0.55, 7, Set.of())).isEqualTo(first);
    assertThat(measured).isEqualTo(steps);
    measured.clear();
    search(0.55, 8, Set.of());
    assertThat(measured).isNotEqualTo(steps);
  }

  @Test
  void withoutRoomForAnyLayerNoneIsInInt8() {
    assertThat(search(0, 1, Set.of())).isEmpty();
  }

  @Test
  void forcedLayersAreInEveryPlan() {
    assertThat(search(0.55, 3, Set.of("forced"))).contains("forced");
    assertThat(measured).allSatisfy(plan -> assertThat(plan).contains("forced"));
  }

  @Test
  void nothingIsFoundWhereTheForcedLayersAreBeyondTheDrop() {
    Evolution.Space space = new Evolution.Space(sensitivities(), Set.of("forced"), List.of());
    assertThat(new Evolution(space, EvolutionTest::latency, 0.05, this::drop, 1).run()).isEmpty();
    assertThat(measured).hasSize(1);
  }

  @Test
  void nothingToDecideIsMeasuredOnce() {
    Evolution.Space space = new Evolution.Space(Map.of(), Set.of(), List.of(Set.of()));
    assertThat(new Evolution(space, EvolutionTest::latency, 0.5, this::drop, 1).run())
        .contains(Set.of());
    assertThat(measured).hasSize(1);
  }
}
