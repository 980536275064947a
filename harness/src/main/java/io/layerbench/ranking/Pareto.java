package io.layerbench.ranking;

import io.layerbench.base.Precision;
import io.layerbench.costs.PlanProblem;
import java.util.EnumSet;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/** The knee of the frontier of predicted latency against summed sensitivity. */
final class Pareto implements Policy {

  static final String NAME = "pareto";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String description() {
    return "the knee of the exact frontier of predicted latency against summed sensitivity: of its"
        + " plans within --max-latency, --max-sensitivity and --max-size, that farthest below the"
        + " line between the frontier's ends, both axes scaled to 0 to 1";
  }

  @Override
  public Set<Need> needs() {
    return EnumSet.of(Need.TIMINGS, Need.SENSITIVITY, Need.COSTS);
  }

  @Override
  public Map<String, Precision> assign(PolicyInput input) {
    Budgets budgets = input.spec().budgets();
    ParetoFrontier frontier = ParetoFrontier.of(input);
    OptionalInt knee = frontier.knee(budgets);
    if (knee.isPresent()) {
      return frontier.points().get(knee.getAsInt()).precisions();
    }
    // Says what cannot be met; or finds what a thinned frontier left out.
    InputProblem problem = InputProblem.of(input, input.costs(name()));
    return problem.minimize(PlanProblem.LATENCY, problem.limits(budgets));
  }
}
