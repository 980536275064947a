package io.layerbench.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerbench.base.Json;
import io.layerbench.base.Precision;
import io.layerbench.ranking.FoundPlan;
import io.layerbench.ranking.Pins;
import io.layerbench.ranking.PolicyInput;
import io.layerbench.ranking.ThreeLayers;
import io.layerbench.run.PlanningOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Greedy and evolve with accuracies that are made up: c in INT8 loses 2 points, a layer else 0.1.
 */
class PlanSearchTest {

  @TempDir private Path folder = Path.of("");

  private final List<Map<String, Precision>> asked = new ArrayList<>();
  private final List<String> lines = new ArrayList<>();

  private MeasuredPlans.Accuracy meter(Map<String, Precision> layers) {
    asked.add(layers);
    int lost = layers.size() + (layers.containsKey("c") ? 20 : 0);
    return new MeasuredPlans.Accuracy(layers, 1000, 900 - lost);
  }

  private PlanSearch.Found search(String policy, Pins pins) {
    lines.clear();
    PolicyInput input = ThreeLayers.problem(policy, ThreeLayers.LAYERS, pins);
    MeasuredPlans plans = new MeasuredPlans(folder.resolve("accuracy.jsonl"), this::meter);
    PlanningOptions planning = PlanningOptions.defaults().withPolicy(policy).withUsualDrop();
    return new PlanSearch("cpu", planning, 1, plans, lines::add).run(input);
  }

  @ParameterizedTest
  @ValueSource(strings = {"greedy", "evolve"})
  void theLayerThatLosesTooMuchStaysInFloat(String policy) {
    PlanSearch.Found found = search(policy, Pins.NONE);
    Map<String, Precision> layers = Objects.requireNonNull(found.plan().layers());
    assertThat(layers).containsEntry("c", Precision.FP32).containsEntry("a", Precision.INT8);
    assertThat(asked).as("what was found was measured").contains(Method.lowered(layers));
    assertThat(found.maxDropPoints()).isEqualTo(0.5);
    assertThat(found.labelled()).isEqualTo(1000);
    assertThat(found.correctFp32()).isEqualTo(900);
    assertThat(lines)
        .hasSameSizeAs(found.steps())
        .first()
        .asString()
        .startsWith(
            "Search by " + policy + " on cpu, step 1: 0 layers in INT8, 0.300 ms predicted");
  }

  @ParameterizedTest
  @ValueSource(strings = {"greedy", "evolve"})
  void aSearchThatIsTakenUpAgainMeasuresNothingTwice(String policy) {
    PlanSearch.Found found = search(policy, Pins.NONE);
    asked.clear();
    assertThat(search(policy, Pins.NONE)).isEqualTo(found);
    assertThat(asked).isEmpty();
    assertThat(Json.parse(Json.pretty(found), PlanSearch.Found.class, "search.json"))
        .isEqualTo(found);
  }

  @ParameterizedTest
  @ValueSource(strings = {"greedy", "evolve"})
  void aForcedLayerBeyondTheDropLeavesNoPlan(String policy) {
    FoundPlan plan = search(policy, new Pins(List.of(), List.of("c"))).plan();
    assertThat(plan.layers()).isNull();
    assertThat(plan.reason()).contains("forced into INT8 alone");
  }

  @Test
  void theEvolvedPlanIsPredictedToBeNoSlowerThanTheWalks() {
    PlanSearch.Found evolved = search("evolve", Pins.NONE);
    Map<String, Precision> walked =
        Objects.requireNonNull(search("greedy", Pins.NONE).plan().layers());
    assertThat(ThreeLayers.costs().predictMs(Objects.requireNonNull(evolved.plan().layers())))
        .isLessThanOrEqualTo(ThreeLayers.costs().predictMs(walked));
  }
}
