package io.layerbench.ranking;

import io.layerbench.assignment.Frontier;
import io.layerbench.assignment.Infeasible;
import io.layerbench.assignment.Outcome;
import io.layerbench.assignment.Solution;
import io.layerbench.assignment.Solver;
import io.layerbench.base.NoPlanException;
import io.layerbench.base.Precision;
import io.layerbench.costs.CostModel;
import io.layerbench.costs.PlanProblem;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The choice of a plan that a policy has before it, as a problem for a solver. */
final class InputProblem {

  private final PlanProblem problem;
  private final Map<String, PlanProblem.Figures> figures;
  private final double othersMb;

  private InputProblem(
      PlanProblem problem, Map<String, PlanProblem.Figures> figures, double othersMb) {
    this.problem = problem;
    this.figures = figures;
    this.othersMb = othersMb;
  }

  /** Of the ranked layers, with the pinned ones as they are. */
  static InputProblem of(PolicyInput input, CostModel costs) {
    return of(input, costs, input.pinned());
  }

  /**
   * The same with more decided.
   *
   * @param decided the precisions of layers, pinned ones included
   */
  static InputProblem of(PolicyInput input, CostModel costs, Map<String, Precision> decided) {
    Map<String, PlanProblem.Figures> figures = figures(input);
    double others =
        input.layers().stream()
            .filter(layer -> !figures.containsKey(layer.layer()))
            .mapToDouble(RankingInput::memoryMb)
            .sum();
    return new InputProblem(PlanProblem.of(costs, figures, decided), figures, others);
  }

  /** Of the layers that may be decided, and of those that are pinned. */
  private static Map<String, PlanProblem.Figures> figures(PolicyInput input) {
    Set<String> decidable =
        input.ranked().stream().map(Candidate::layer).collect(Collectors.toSet());
    Map<String, Double> summed = SummedSensitivity.ofInputs(input.layers()).values();
    Map<String, PlanProblem.Figures> figures = new LinkedHashMap<>();
    for (RankingInput layer : input.layers()) {
      if (decidable.contains(layer.layer()) || input.pinned().containsKey(layer.layer())) {
        figures.put(
            layer.layer(),
            new PlanProblem.Figures(
                summed.getOrDefault(layer.layer(), 0.0), layer.memoryMb(), layer.memoryMb() / 4));
      }
    }
    return figures;
  }

  /** Budgets as the solver's limits, by measure; may be added to. */
  Map<String, Double> limits(Budgets budgets) {
    Map<String, Double> limits = new HashMap<>();
    if (budgets.maxLatencyMs() != null) {
      limits.put(PlanProblem.LATENCY, budgets.maxLatencyMs());
    }
    if (budgets.maxSensitivity() != null) {
      limits.put(PlanProblem.SENSITIVITY, budgets.maxSensitivity());
    }
    if (budgets.maxSizeMb() != null) {
      limits.put(PlanProblem.SIZE, budgets.maxSizeMb() - othersMb);
    }
    return limits;
  }

  /** The summed sensitivity of a plan's INT8 layers. */
  double sensitivity(Map<String, Precision> plan) {
    return figures.entrySet().stream()
        .filter(entry -> plan.get(entry.getKey()) == Precision.INT8)
        .mapToDouble(entry -> entry.getValue().sensitivity())
        .sum();
  }

  /** The weights of all layers in a plan, MB of 10⁶ bytes. */
  double sizeMb(Map<String, Precision> plan) {
    return othersMb
        + figures.entrySet().stream()
            .mapToDouble(
                entry ->
                    plan.get(entry.getKey()) == Precision.INT8
                        ? entry.getValue().int8Mb()
                        : entry.getValue().floatMb())
            .sum();
  }

  /**
   * The plan with the least of a measure.
   *
   * @throws NoPlanException where none is within the limits, naming the nearest that could be met
   */
  Map<String, Precision> minimize(String objective, Map<String, Double> limits) {
    Outcome outcome = new Solver().minimize(problem.problem(), objective, limits);
    if (outcome instanceof Solution solution) {
      return problem.precisions(solution);
    }
    throw beyond((Infeasible) outcome);
  }

  /**
   * The plans that none beats in predicted latency and summed sensitivity.
   *
   * @throws NoPlanException as {@link #minimize}
   */
  Frontier frontier(Map<String, Double> limits) {
    Frontier frontier =
        new Solver()
            .frontier(problem.problem(), PlanProblem.LATENCY, PlanProblem.SENSITIVITY, limits);
    if (frontier.infeasible().isPresent()) {
      throw beyond(frontier.infeasible().get());
    }
    return frontier;
  }

  /** Every part's precision in a solution. */
  Map<String, Precision> precisions(Solution solution) {
    return problem.precisions(solution);
  }

  private static NoPlanException beyond(Infeasible infeasible) {
    return new NoPlanException(
        "No plan is within the budgets: " + infeasible.reason(),
        "raise a budget to the nearest value that can be met.");
  }
}
