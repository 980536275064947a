package io.layerbench.costs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.layerbench.assignment.Outcome;
import io.layerbench.assignment.Solution;
import io.layerbench.assignment.Solver;
import io.layerbench.base.Precision;
import io.layerbench.costs.Topology.Part;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** The solver's optimum is the best of all plans by the cost model itself. */
class PlanProblemTest {

  @Property(tries = 60)
  void theOptimumIsTheBestPlan(@ForAll @IntRange(min = 1, max = 6) int layers, @ForAll long seed) {
    CostModel costs = Costs.random(Costs.residual(layers), seed);
    Map<String, PlanProblem.Figures> figures = figures(costs);
    double limit = layers;
    PlanProblem problem = PlanProblem.of(costs, figures, Map.of());
    Outcome outcome =
        new Solver()
            .minimize(
                problem.problem(), PlanProblem.LATENCY, Map.of(PlanProblem.SENSITIVITY, limit));
    assertThat(outcome).isInstanceOf(Solution.class);
    Solution solution = (Solution) outcome;
    Map<String, Precision> best = problem.precisions(solution);
    assertThat(costs.predictMs(best)).isCloseTo(solution.totals().get(0), within(1e-9));
    assertThat(sensitivity(best, figures)).isLessThanOrEqualTo(limit + 1e-9);
    double least = Double.POSITIVE_INFINITY;
    for (Map<String, Precision> plan : plans(costs.topology())) {
      if (sensitivity(plan, figures) <= limit && follows(plan, costs.topology())) {
        least = Math.min(least, costs.predictMs(plan));
      }
    }
    assertThat(solution.totals().get(0)).isCloseTo(least, within(1e-9));
  }

  @Test
  void pinnedPartsStayAsTheyAre() {
    CostModel costs = Costs.random(Costs.residual(6), 1);
    Map<String, Precision> pins = Map.of("l0", Precision.INT8, "l3", Precision.FP32);
    PlanProblem problem = PlanProblem.of(costs, figures(costs), pins);
    Outcome outcome = new Solver().minimize(problem.problem(), PlanProblem.LATENCY, Map.of());
    assertThat(problem.precisions((Solution) outcome)).containsAllEntriesOf(pins);
  }

  @Test
  void manyReadersAreTakenTogether() {
    List<Part> parts = new ArrayList<>();
    parts.add(new Part("root", true, true, List.of("x"), List.of("t")));
    List<String> readers = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      readers.add("r" + i);
      parts.add(new Part("r" + i, true, true, List.of("t"), List.of("o" + i)));
    }
    List<Topology.Tensor> tensors = new ArrayList<>();
    tensors.add(new Topology.Tensor("t", "root", readers, false, "1"));
    readers.forEach(
        name ->
            tensors.add(new Topology.Tensor("o" + name.substring(1), name, List.of(), true, "1")));
    CostModel costs = Costs.random(new Topology(parts, tensors), 3);
    PlanProblem problem = PlanProblem.of(costs, figures(costs), Map.of());
    Solution solution =
        (Solution) new Solver().minimize(problem.problem(), PlanProblem.LATENCY, Map.of());
    double least =
        plans(costs.topology()).stream().mapToDouble(costs::predictMs).min().orElseThrow();
    assertThat(solution.totals().get(0)).isCloseTo(least, within(1e-9));
    assertThat(costs.predictMs(problem.precisions(solution))).isCloseTo(least, within(1e-9));
  }

  /** Attention stays in float here: what makes and reads its tensors needs no more variables. */
  @Test
  void aTransformersChoicesAreHeldAgainstFewOthers() {
    CostModel costs = Costs.random(Costs.transformer(12), 5);
    PlanProblem problem = PlanProblem.of(costs, figures(costs), Map.of());

    // One for each part; the four readers of what an encoder layer reads are joined by three more.
    assertThat(problem.problem().variables().size())
        .isLessThanOrEqualTo(costs.topology().parts().size() + 12 * 3);
    Solution solution =
        (Solution) new Solver().minimize(problem.problem(), PlanProblem.LATENCY, Map.of());
    assertThat(costs.predictMs(problem.precisions(solution)))
        .isCloseTo(solution.totals().get(0), within(1e-9));
  }

  @Test
  void aModelWithoutLayersHasAnEmptyPlan() {
    CostModel costs = Costs.random(new Topology(List.of(), List.of()), 1);
    PlanProblem problem = PlanProblem.of(costs, Map.of(), Map.of());
    Solution solution =
        (Solution) new Solver().minimize(problem.problem(), PlanProblem.LATENCY, Map.of());
    assertThat(problem.precisions(solution)).isEmpty();
  }

  private static Map<String, PlanProblem.Figures> figures(CostModel costs) {
    Map<String, PlanProblem.Figures> figures = new HashMap<>();
    costs.topology().parts().stream()
        .filter(Part::ranked)
        .forEach(
            part ->
                figures.put(
                    part.name(), new PlanProblem.Figures(1 + part.name().length() % 3, 4, 1)));
    return figures;
  }

  private static double sensitivity(
      Map<String, Precision> plan, Map<String, PlanProblem.Figures> figures) {
    return figures.entrySet().stream()
        .filter(entry -> plan.get(entry.getKey()) == Precision.INT8)
        .mapToDouble(entry -> entry.getValue().sensitivity())
        .sum();
  }

  /** False where glue among INT8 on all sides would be in float, which no runtime does. */
  private static boolean follows(Map<String, Precision> plan, Topology topology) {
    return topology.parts().stream()
        .filter(part -> !part.ranked() && !topology.leaves(part))
        .noneMatch(
            part ->
                plan.get(part.name()) != Precision.INT8
                    && !topology.readers(part).isEmpty()
                    && topology.makers(part).stream()
                        .allMatch(name -> plan.get(name) == Precision.INT8)
                    && topology.readers(part).stream()
                        .allMatch(name -> plan.get(name) == Precision.INT8));
  }

  private static List<Map<String, Precision>> plans(Topology topology) {
    List<Map<String, Precision>> plans = new ArrayList<>(List.of(Map.of()));
    for (Part part : topology.parts()) {
      List<Map<String, Precision>> longer = new ArrayList<>();
      for (Map<String, Precision> plan : plans) {
        for (Precision precision :
            part.int8() ? List.of(Precision.FP32, Precision.INT8) : List.of(Precision.FP32)) {
          Map<String, Precision> one = new LinkedHashMap<>(plan);
          one.put(part.name(), precision);
          longer.add(one);
        }
      }
      plans = longer;
    }
    return plans;
  }
}
