package io.layerbench.ranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.layerbench.base.Json;
import io.layerbench.base.NoPlanException;
import io.layerbench.base.Precision;
import io.layerbench.base.UsageException;
import io.layerbench.costs.CostModel;
import io.layerbench.costs.Topology;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Three layers in a row: a and c gain in INT8, b loses, and a change of precision costs 30 us. */
class OptimalTest {

  private static final Set<Precision> ALL = EnumSet.of(Precision.FP32, Precision.INT8);

  private static final List<RankingInput> LAYERS =
      List.of(input("a", 1.0), input("b", 2.0), input("c", 4.0));

  private static RankingInput input(String name, @Nullable Double sensitivity) {
    return new RankingInput(
        name, "Conv", 1000, 0.1, null, sensitivity, sensitivity == null ? "unknown" : null, null);
  }

  private static CostModel costs() {
    List<Topology.Part> parts =
        List.of(part("a", "x", "t"), part("b", "t", "u"), part("c", "u", "y"));
    List<Topology.Tensor> tensors =
        List.of(
            new Topology.Tensor("t", "a", List.of("b"), false, "1"),
            new Topology.Tensor("u", "b", List.of("c"), false, "1"));
    Map<String, Map<String, CostModel.Cost>> own = new LinkedHashMap<>();
    own.put("a", by(100, 50));
    own.put("b", by(100, 110));
    own.put("c", by(100, 40));
    Map<String, Map<String, CostModel.Cost>> between = new LinkedHashMap<>();
    for (String tensor : List.of("t", "u")) {
      Map<String, CostModel.Cost> states = new LinkedHashMap<>();
      states.put("float, before none, after int8", new CostModel.Cost(30, 1));
      states.put("int8, before none, after float", new CostModel.Cost(30, 1));
      between.put(tensor, states);
    }
    return new CostModel(
        CostModel.FORMAT_VERSION,
        "0".repeat(64),
        "cpu",
        1,
        new Topology(parts, tensors),
        own,
        between);
  }

  private static Topology.Part part(String name, String in, String out) {
    return new Topology.Part(name, true, true, List.of(in), List.of(out));
  }

  private static Map<String, CostModel.Cost> by(double inFloat, double inInt8) {
    Map<String, CostModel.Cost> states = new LinkedHashMap<>();
    for (String after : List.of("none", "float", "int8", "both")) {
      states.put("float, before none, after " + after, new CostModel.Cost(inFloat, 1));
      states.put("int8, before none, after " + after, new CostModel.Cost(inInt8, 1));
    }
    return states;
  }

  private static Map<String, Precision> plan(
      Budgets budgets, Pins pins, List<RankingInput> layers) {
    PolicySpec spec = PolicySpec.of("optimal", 0.5, ALL).withPins(pins).withBudgets(budgets);
    Ranking ranking =
        Ranker.rank("cpu", layers, ScoreSpec.defaults(), spec, new Evidence(costs(), null));
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
    List<RankingInput> unknown = List.of(input("a", 1.0), input("b", null), input("c", 4.0));
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
    assertThat(plan(Budgets.NONE, Pins.NONE, List.of(input("a", null))))
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
