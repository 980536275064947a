package io.layerbench.ranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.layerbench.base.NoPlanException;
import io.layerbench.base.Precision;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every policy answers where there is little or nothing to decide. */
class PolicyEdgeCasesTest {

  private static Stream<String> policies() {
    return Policies.all().stream().map(Policy::name);
  }

  /** What a run by the policy comes to; a drop adds up to 0.2 points a layer. */
  private static Map<String, Precision> plan(
      String policy, List<RankingInput> layers, Budgets budgets) {
    PolicySpec spec = PolicySpec.of(policy, 0.5, ThreeLayers.AVAILABLE).withBudgets(budgets);
    Evidence before = new Evidence(ThreeLayers.costs(), null);
    LayerChoice choice = new LayerChoice(Ranker.input(layers, ScoreSpec.defaults(), spec, before));
    DropMeter meter = int8 -> 0.2 * int8.size();
    FoundPlan found =
        switch (policy) {
          case Policies.GREEDY ->
              found(
                  choice,
                  new GreedyWalk(choice.layers(), Set.of(), 0.5, meter).run().orElseThrow());
          case Policies.EVOLVE ->
              found(
                  choice,
                  new Evolution(choice.space(), choice::predictMs, 0.5, meter, 1)
                      .run()
                      .orElseThrow());
          default -> null;
        };
    Ranking ranking =
        Ranker.rank(
            "cpu", layers, ScoreSpec.defaults(), spec, new Evidence(ThreeLayers.costs(), found));
    Map<String, Precision> plan = new LinkedHashMap<>();
    ranking.rows().forEach(row -> plan.put(row.layer(), row.precision()));
    return plan;
  }

  private static FoundPlan found(LayerChoice choice, Set<String> int8) {
    return new FoundPlan(choice.plan(int8), null);
  }

  private static RankingInput input(
      String name, @Nullable Double latencyMs, @Nullable String floatReason) {
    return new RankingInput(
        name,
        "Conv",
        1000,
        latencyMs,
        latencyMs == null ? "it was not timed in FP32" : null,
        1.0,
        null,
        floatReason);
  }

  @ParameterizedTest
  @MethodSource("policies")
  void withoutLayersThePlanIsEmpty(String policy) {
    assertThat(plan(policy, List.of(), Budgets.NONE)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("policies")
  void oneLayerIsDecided(String policy) {
    assertThat(plan(policy, List.of(ThreeLayers.input("a", 1.0)), Budgets.NONE))
        .containsOnlyKeys("a");
  }

  @ParameterizedTest
  @MethodSource("policies")
  void layersWithoutAnInt8FormStayInFloat(String policy) {
    List<RankingInput> layers =
        Stream.of("a", "b", "c").map(name -> input(name, 0.1, "it has no INT8 form")).toList();
    assertThat(plan(policy, layers, Budgets.NONE))
        .containsOnlyKeys("a", "b", "c")
        .doesNotContainValue(Precision.INT8);
  }

  @ParameterizedTest
  @MethodSource("policies")
  void equalScoresArePlannedTheSameWayEachTime(String policy) {
    List<RankingInput> layers =
        Stream.of("a", "b", "c").map(name -> input(name, 0.1, null)).toList();
    Map<String, Precision> plan = plan(policy, layers, Budgets.NONE);
    assertThat(plan).containsOnlyKeys("a", "b", "c").isEqualTo(plan(policy, layers, Budgets.NONE));
  }

  @ParameterizedTest
  @MethodSource("policies")
  void aLayerWithoutATimeStaysInFloatWhereTimesDecide(String policy) {
    List<RankingInput> layers =
        List.of(input("a", 0.1, null), input("b", null, null), input("c", 0.1, null));
    assertThat(plan(policy, layers, Budgets.NONE))
        .containsOnlyKeys("a", "b", "c")
        .containsEntry("b", Precision.FP32);
  }

  @ParameterizedTest
  @MethodSource("policies")
  void whatAPolicyNeedsIsSaidWhereItIsMissing(String policy) {
    PolicySpec spec = PolicySpec.of(policy, 0.5, ThreeLayers.AVAILABLE);
    Set<Need> needs = new LinkedHashSet<>(Policies.find(policy).needs());
    assertThat(needs).contains(Need.TIMINGS);
    boolean more = needs.contains(Need.COSTS) || needs.contains(Need.ACCURACY);
    if (!more) {
      assertThat(Ranker.rank("cpu", ThreeLayers.LAYERS, ScoreSpec.defaults(), spec).rows())
          .hasSize(3);
      return;
    }
    assertThatThrownBy(() -> Ranker.rank("cpu", ThreeLayers.LAYERS, ScoreSpec.defaults(), spec))
        .isInstanceOf(NoPlanException.class)
        .hasMessageContaining("The policy " + policy)
        .hasMessageContaining(
            needs.contains(Need.COSTS) ? "costs in place" : "nothing here was measured for it");
  }
}
