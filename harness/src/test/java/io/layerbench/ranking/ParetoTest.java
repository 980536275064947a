package io.layerbench.ranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import io.layerbench.base.NoPlanException;
import io.layerbench.base.Precision;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The frontier, its knee and its file. */
class ParetoTest {

  private static ParetoFrontier frontier() {
    return ParetoFrontier.of(ThreeLayers.problem("pareto", ThreeLayers.LAYERS, Pins.NONE));
  }

  @Test
  void theFrontierIsThatOfAllEightPlans() {
    List<double[]> all = new ArrayList<>();
    for (int bits = 0; bits < 8; bits++) {
      Map<String, Precision> plan = new LinkedHashMap<>();
      double sensitivity = 0;
      for (int i = 0; i < 3; i++) {
        boolean int8 = (bits >> i & 1) == 1;
        plan.put(ThreeLayers.LAYERS.get(i).layer(), int8 ? Precision.INT8 : Precision.FP32);
        sensitivity += int8 ? 1 << i : 0;
      }
      all.add(new double[] {ThreeLayers.costs().predictMs(plan), sensitivity});
    }
    List<double[]> best =
        all.stream()
            .filter(
                one ->
                    all.stream()
                        .noneMatch(
                            other -> other != one && other[0] <= one[0] && other[1] <= one[1]))
            .sorted((one, other) -> Double.compare(one[0], other[0]))
            .toList();
    List<ParetoFrontier.Point> points = frontier().points();
    assertThat(points).hasSameSizeAs(best).hasSizeGreaterThan(2);
    for (int i = 0; i < best.size(); i++) {
      assertThat(points.get(i).predictedLatencyMs()).isCloseTo(best.get(i)[0], offset(1e-9));
      assertThat(points.get(i).sensitivity()).isEqualTo(best.get(i)[1]);
    }
    assertThat(points.get(0).sizeMb()).isEqualTo(0.003);
    assertThat(points.get(points.size() - 1).sizeMb()).isEqualTo(0.012);
  }

  private static ParetoFrontier.Point point(double latency, double sensitivity) {
    return new ParetoFrontier.Point(Map.of(), List.of(), latency, sensitivity, 1);
  }

  @Test
  void theKneeIsFarthestBelowTheLineOfThoseWithinTheBudgets() {
    ParetoFrontier frontier =
        new ParetoFrontier(
            SummedSensitivity.Measure.SENSITIVITY,
            List.of(point(1, 100), point(1.5, 60), point(2, 10), point(4, 9), point(11, 0)),
            0);
    assertThat(frontier.knee(Budgets.NONE)).hasValue(2);
    assertThat(frontier.knee(new Budgets(1.9, null, null))).hasValue(1);
    assertThat(frontier.knee(new Budgets(null, 9.0, null))).hasValue(3);
    assertThat(frontier.knee(new Budgets(null, 5.0, null))).hasValue(4);
    assertThat(frontier.knee(new Budgets(0.5, null, null))).isEmpty();
  }

  @Test
  void aFrontierOfOnePlanIsItsOwnKnee() {
    assertThat(
            new ParetoFrontier(SummedSensitivity.Measure.SENSITIVITY, List.of(point(1, 0)), 0)
                .knee(Budgets.NONE))
        .hasValue(0);
  }

  @Test
  void thePolicyTakesTheKneeWithinItsBudgetsAndSaysWhatCannotBeMet() {
    List<Map<String, Precision>> plans = new ArrayList<>();
    for (Budgets budgets : List.of(Budgets.NONE, new Budgets(0.281, 1.0, null))) {
      plans.add(Plans.of(rank(budgets), "0".repeat(64)).layers());
    }
    int knee = frontier().knee(Budgets.NONE).orElseThrow();
    assertThat(plans.get(0))
        .containsAllEntriesOf(Map.copyOf(frontier().points().get(knee).precisions()));
    assertThat(plans.get(1))
        .isEqualTo(Map.of("a", Precision.INT8, "b", Precision.FP32, "c", Precision.FP32));
    assertThatThrownBy(() -> rank(new Budgets(0.1, null, null)))
        .isInstanceOf(NoPlanException.class)
        .hasMessageContaining("the least possible is 0.200000");
  }

  private static Ranking rank(Budgets budgets) {
    PolicySpec spec = PolicySpec.of("pareto", 0.5, ThreeLayers.AVAILABLE).withBudgets(budgets);
    return Ranker.rank(
        "cpu",
        ThreeLayers.LAYERS,
        ScoreSpec.defaults(),
        spec,
        new Evidence(ThreeLayers.costs(), null));
  }

  @Test
  void theFileIsReadBackAsItWas(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("pareto.csv");
    List<ParetoRow> rows = frontier().rows("cpu");
    Files.writeString(file, ParetoCsv.text(frontier(), rows));
    assertThat(ParetoCsv.read(file)).isEqualTo(rows);
    assertThat(rows.stream().filter(ParetoRow::knee)).hasSize(1);
    for (int i = 1; i < rows.size(); i++) {
      List<String> changed = new ArrayList<>(rows.get(i - 1).int8());
      changed.removeAll(rows.get(i).toFp32());
      changed.addAll(rows.get(i).toInt8());
      assertThat(changed).containsExactlyInAnyOrderElementsOf(rows.get(i).int8());
    }
  }
}
