package io.layerbench.ranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.layerbench.base.Json;
import io.layerbench.base.NoPlanException;
import io.layerbench.base.Precision;
import io.layerbench.base.UsageException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The plan of least predicted latency. */
class OptimalTest {

  private static final Set<Precision> ALL = ThreeLayers.AVAILABLE;

  private static final List<RankingInput> LAYERS = ThreeLayers.LAYERS;

  private static Map<String, Precision> plan(
      Budgets budgets, Pins pins, List<RankingInput> layers) {
    PolicySpec spec = PolicySpec.of("optimal", 0.5, ALL).withPins(pins).withBudgets(budgets);
    Ranking ranking =
        Ranker.rank(
            "cpu", layers, ScoreSpec.defaults(), spec, new Evidence(ThreeLayers.costs(), null));
    return Plans.of(ranking, "0".repeat(64)).layers();
  }

  private static Budgets sensitivity(double most) {
    return new Budgets(null, most, null);
  }

  @Test
  void aLayerThatLosesFollowsWhereTheChangeCostsMore() {
    assertThat(plan(sensitivity(100), Pins.NONE, LAYERS))
        .isEqualTo(Map.of("a", Precision.INT8, "b", Precision.INT8, "c", Precision.INT8));
  }

  @Test
  void outputNoiseIsSummedWhereEveryLayerHasOne() {
    // By S_i layer a is the less sensitive of the two that gain, by output noise c is.
    List<RankingInput> noisy = List.of(noisy("a", 1, 0.5), noisy("b", 2, 9.0), noisy("c", 4, 0.25));
    assertThat(plan(sensitivity(0.3), Pins.NONE, noisy))
        .containsEntry("a", Precision.FP32)
        .containsEntry("c", Precision.INT8);
    List<RankingInput> partly =
        List.of(noisy("a", 1, 0.5), noisy("b", 2, null), noisy("c", 4, 0.25));
    assertThat(plan(sensitivity(1.5), Pins.NONE, partly))
        .as("S_i, since no output noise is known of b")
        .containsEntry("a", Precision.INT8)
        .containsEntry("c", Precision.FP32);
  }

  @Test
  void aPlanBySumsOfTheLayersOwnSensitivitiesIsNoted() {
    assertThat(notes(LAYERS)).anyMatch(note -> note.contains("sums of S_i"));
    assertThat(notes(List.of(noisy("a", 1, 0.5), noisy("c", 4, 0.25)))).isEmpty();
  }

  private static List<String> notes(List<RankingInput> layers) {
    return RankingNotes.of(
        Ranker.rank(
            "cpu",
            layers,
            ScoreSpec.defaults(),
            PolicySpec.of("optimal", 0.5, ALL),
            new Evidence(ThreeLayers.costs(), null)));
  }

  private static RankingInput noisy(String name, double sensitivity, @Nullable Double noise) {
    return new RankingInput(name, "Conv", 1000, 0.1, null, sensitivity, null, null, null, noise);
  }

  @Test
  void budgetsAreKept() {
    // c alone gains 60 - 30; a alone 50 - 30.
    assertThat(plan(sensitivity(4), Pins.NONE, LAYERS))
        .containsEntry("c", Precision.INT8)
        .containsEntry("a", Precision.FP32);
    assertThat(plan(sensitivity(1.5), Pins.NONE, LAYERS))
        .containsEntry("c", Precision.FP32)
        .containsEntry("a", Precision.INT8);
    assertThat(plan(sensitivity(0), Pins.NONE, LAYERS).values()).containsOnly(Precision.FP32);
    assertThat(plan(new Budgets(0.201, null, null), Pins.NONE, LAYERS).values())
        .containsOnly(Precision.INT8);
    assertThat(plan(new Budgets(0.281, null, null), Pins.NONE, LAYERS))
        .as("0.280 ms with a alone, the least sensitive of those that meet it")
        .containsEntry("a", Precision.INT8)
        .containsEntry("c", Precision.FP32);
    assertThat(plan(new Budgets(null, null, 0.0061), Pins.NONE, LAYERS).values())
        .filteredOn(precision -> precision == Precision.INT8)
        .hasSizeGreaterThanOrEqualTo(2);
  }

  @Test
  void withoutBudgetsThePercentilePlanIsMatched() {
    Map<String, Precision> plan = plan(Budgets.NONE, Pins.NONE, LAYERS);
    Ranking percentile =
        Ranker.rank("cpu", LAYERS, ScoreSpec.defaults(), PolicySpec.of("percentile", 0.5, ALL));
    double most = sum(Plans.of(percentile, "0".repeat(64)).layers());
    assertThat(sum(plan)).isLessThanOrEqualTo(most);
  }

  private static double sum(Map<String, Precision> plan) {
    return LAYERS.stream()
        .filter(layer -> plan.get(layer.layer()) == Precision.INT8)
        .mapToDouble(layer -> layer.sensitivity() == null ? 0 : layer.sensitivity())
        .sum();
  }

  @Test
  void pinsAreKeptAndUnknownLayersStayInFloat() {
    assertThat(plan(sensitivity(100), new Pins(List.of("c"), List.of("b")), LAYERS))
        .containsEntry("b", Precision.INT8)
        .containsEntry("c", Precision.FP32);
    List<RankingInput> unknown =
        List.of(
            ThreeLayers.input("a", 1.0), ThreeLayers.input("b", null), ThreeLayers.input("c", 4.0));
    assertThat(plan(sensitivity(100), Pins.NONE, unknown)).containsEntry("b", Precision.FP32);
  }

  @Test
  void aBudgetThatCannotBeMetIsNamedWithTheNearestThatCan() {
    assertThatThrownBy(() -> plan(new Budgets(0.1, null, null), Pins.NONE, LAYERS))
        .isInstanceOf(NoPlanException.class)
        .hasMessageContaining(
            "a predicted latency (ms) of at most (0.1; the least possible is 0.200000)");
    assertThatThrownBy(() -> plan(new Budgets(null, null, 0.001), Pins.NONE, LAYERS))
        .isInstanceOf(NoPlanException.class)
        .hasMessageContaining("weights (MB) of at most (0.001; the least possible is 0.00300000)");
    assertThatThrownBy(() -> new Budgets(-1.0, null, null))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("--max-latency");
  }

  @Test
  void withoutCostsItSaysSo() {
    PolicySpec spec = PolicySpec.of("optimal", 0.5, ALL);
    assertThatThrownBy(() -> Ranker.rank("cpu", LAYERS, ScoreSpec.defaults(), spec))
        .isInstanceOf(NoPlanException.class)
        .hasMessageContaining("costs in place");
  }

  @Test
  void noLayersAndNothingRankedHaveEmptyPlans() {
    assertThat(plan(Budgets.NONE, Pins.NONE, List.of())).doesNotContainValue(Precision.INT8);
    assertThat(plan(Budgets.NONE, Pins.NONE, List.of(ThreeLayers.input("a", null))))
        .doesNotContainValue(Precision.INT8);
  }

  @Test
  void budgetsPassThroughFiles() {
    Budgets budgets = new Budgets(4.0, null, 0.5);
    assertThat(Json.parse(Json.line(budgets), Budgets.class, "budgets")).isEqualTo(budgets);
    assertThat(PolicySpec.of("optimal", 0.5, ALL).withBudgets(budgets).text())
        .isEqualTo("optimal (max-latency=4.0, max-size=0.5)");
  }
}
