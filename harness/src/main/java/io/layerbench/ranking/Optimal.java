package io.layerbench.ranking;

import io.layerbench.base.Precision;
import io.layerbench.costs.PlanProblem;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The plan of least predicted latency, changes of precision included, within the budgets; or, where
 * latency has a budget, that of least {@linkplain SummedSensitivity summed sensitivity}. Without
 * budgets, sensitivity may sum up to that of the percentile plan's INT8 layers, so that the two can
 * be compared.
 *
 * <p>Exact for the costs that were measured: INT8 and FP32. Half precision is no choice here, since
 * no backend with costs runs it faster than FP32.
 */
final class Optimal implements Policy {

  @Override
  public String name() {
    return Policies.OPTIMAL;
  }

  @Override
  public String description() {
    return "the least predicted latency, boundaries included, within --max-sensitivity and"
        + " --max-size (default: at most the summed sensitivity of the percentile plan), or the"
        + " least summed sensitivity within --max-latency";
  }

  @Override
  public Set<Need> needs() {
    return EnumSet.of(Need.TIMINGS, Need.SENSITIVITY, Need.COSTS);
  }

  @Override
  public Map<String, Precision> assign(PolicyInput input) {
    InputProblem problem = InputProblem.of(input, input.costs(name()));
    Budgets budgets = input.spec().budgets();
    Map<String, Double> limits = problem.limits(budgets);
    if (budgets.isNone()) {
      limits.put(PlanProblem.SENSITIVITY, percentile(input, problem));
    }
    String objective =
        budgets.maxLatencyMs() == null ? PlanProblem.LATENCY : PlanProblem.SENSITIVITY;
    return problem.minimize(objective, limits);
  }

  /** The summed sensitivity of the percentile plan's INT8 layers, pinned ones included. */
  private static double percentile(PolicyInput input, InputProblem problem) {
    Map<String, Precision> plan = new HashMap<>(Policies.find(Policies.DEFAULT).assign(input));
    plan.putAll(input.pinned());
    return problem.sensitivity(plan);
  }
}
