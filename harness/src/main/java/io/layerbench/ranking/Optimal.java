package io.layerbench.ranking;

import io.layerbench.assignment.Infeasible;
import io.layerbench.assignment.Outcome;
import io.layerbench.assignment.Solution;
import io.layerbench.assignment.Solver;
import io.layerbench.base.NoPlanException;
import io.layerbench.base.Precision;
import io.layerbench.costs.CostModel;
import io.layerbench.costs.PlanProblem;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The plan of least predicted latency, changes of precision included, within the budgets; or, where
 * latency has a budget, that of least summed sensitivity. Without budgets, sensitivity may sum up
 * to that of the percentile plan's INT8 layers, so that the two can be compared.
 *
 * <p>Exact for the costs that were measured: INT8 and FP32. Half precision is no choice here, since
 * no backend with costs runs it faster than FP32.
 */
final class Optimal implements Policy {

  @Override
  public String name() {
    return "optimal";
  }

  @Override
  public String description() {
    return "the least predicted latency, boundaries included, within --max-sensitivity and"
        + " --max-size (default: at most the summed sensitivity of the percentile plan), or the"
        + " least summed sensitivity within --max-latency";
  }

  @Override
  public Set<Need> needs() {
    return EnumSet.allOf(Need.class);
  }

  @Override
  public Map<String, Precision> assign(PolicyInput input) {
    CostModel costs = input.costs();
    if (costs == null) {
      throw new NoPlanException(
          "The policy optimal needs costs in place, and the run has none.",
          "measure the model again with this program, or choose another policy.");
    }
    Map<String, PlanProblem.Figures> figures = figures(input);
    PlanProblem problem = PlanProblem.of(costs, figures, input.pinned());
    Budgets budgets = input.spec().budgets();
    Map<String, Double> limits = limits(input, figures);
    String objective =
        budgets.maxLatencyMs() == null ? PlanProblem.LATENCY : PlanProblem.SENSITIVITY;
    Outcome outcome = new Solver().minimize(problem.problem(), objective, limits);
    if (outcome instanceof Solution solution) {
      return problem.precisions(solution);
    }
    throw new NoPlanException(
        "No plan is within the budgets: " + ((Infeasible) outcome).reason(),
        "raise a budget to the nearest value that can be met.");
  }

  /** Of the layers that may be decided, and of those that are pinned. */
  private static Map<String, PlanProblem.Figures> figures(PolicyInput input) {
    Set<String> decidable =
        input.ranked().stream().map(Candidate::layer).collect(Collectors.toSet());
    Map<String, PlanProblem.Figures> figures = new LinkedHashMap<>();
    for (RankingInput layer : input.layers()) {
      Double sensitivity = layer.sensitivity();
      if (decidable.contains(layer.layer()) || input.pinned().containsKey(layer.layer())) {
        figures.put(
            layer.layer(),
            new PlanProblem.Figures(
                sensitivity == null ? 0 : sensitivity, layer.memoryMb(), layer.memoryMb() / 4));
      }
    }
    return figures;
  }

  private static Map<String, Double> limits(
      PolicyInput input, Map<String, PlanProblem.Figures> figures) {
    Budgets budgets = input.spec().budgets();
    Map<String, Double> limits = new HashMap<>();
    if (budgets.isNone()) {
      limits.put(PlanProblem.SENSITIVITY, percentile(input, figures));
    }
    if (budgets.maxLatencyMs() != null) {
      limits.put(PlanProblem.LATENCY, budgets.maxLatencyMs());
    }
    if (budgets.maxSensitivity() != null) {
      limits.put(PlanProblem.SENSITIVITY, budgets.maxSensitivity());
    }
    if (budgets.maxSizeMb() != null) {
      double others =
          input.layers().stream()
              .filter(layer -> !figures.containsKey(layer.layer()))
              .mapToDouble(RankingInput::memoryMb)
              .sum();
      limits.put(PlanProblem.SIZE, budgets.maxSizeMb() - others);
    }
    return limits;
  }

  /** The summed sensitivity of the percentile plan's INT8 layers, pinned ones included. */
  private static double percentile(PolicyInput input, Map<String, PlanProblem.Figures> figures) {
    Map<String, Precision> plan = new HashMap<>(Policies.find(Policies.DEFAULT).assign(input));
    plan.putAll(input.pinned());
    return figures.entrySet().stream()
        .filter(entry -> plan.get(entry.getKey()) == Precision.INT8)
        .mapToDouble(entry -> entry.getValue().sensitivity())
        .sum();
  }
}
