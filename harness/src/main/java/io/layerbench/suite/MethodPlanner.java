package io.layerbench.suite;

import io.layerbench.base.NoPlanException;
import io.layerbench.base.Precision;
import io.layerbench.ranking.Budgets;
import io.layerbench.ranking.Need;
import io.layerbench.ranking.Plan;
import io.layerbench.ranking.Plans;
import io.layerbench.ranking.Policies;
import io.layerbench.ranking.RankedLayer;
import io.layerbench.ranking.Ranking;
import io.layerbench.run.PlanningOptions;
import io.layerbench.run.RunRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides which methods are measured on a backend: the paper's ablations, and the run's plan. */
final class MethodPlanner {

  /** Ours, beside the paper's. */
  private static final String OPTIMAL = Policies.OPTIMAL;

  /**
   * The policies that are measured whatever the run's own, and their names in the paper's table.
   */
  private static final Map<String, String> ABLATIONS = new LinkedHashMap<>();

  static {
    ABLATIONS.put("latency", "Latency-aware");
    ABLATIONS.put("latency+memory", "Latency+Memory");
    ABLATIONS.put("latency+memory+sensitivity", "Latency+Memory+Sensitivity");
    ABLATIONS.put(OPTIMAL, "Optimal");
  }

  /** The variant of a method's case by its name; a model from elsewhere has its name for one. */
  static String variant(String title) {
    return ABLATIONS.entrySet().stream()
        .filter(one -> one.getValue().equals(title))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(title);
  }

  private final RunRecord record;
  private final RankingStation station;

  MethodPlanner(RunRecord record, RankingStation station) {
    this.record = record;
    this.station = station;
  }

  /**
   * The methods of a backend.
   *
   * @param own its ranking by the run's own policy
   * @param uniform the layers' precisions in the models of one precision, by variant
   * @param costs what is expected of plans
   */
  Methods plan(Ranking own, Map<String, Map<String, Precision>> uniform, PlanCosts costs) {
    List<Method> methods = new ArrayList<>();
    Map<String, String> impossible = new LinkedHashMap<>();
    ABLATIONS.forEach(
        (policy, title) -> {
          if (policy.equals(OPTIMAL) && own.policy().name().equals(OPTIMAL)) {
            return;
          }
          try {
            methods.add(method(policy, title, own.backend(), costs));
          } catch (NoPlanException e) {
            impossible.put(policy, e.what().replaceAll("\\.$", ""));
          }
        });
    Plan plan = costs.tidy(Plans.of(own, record.modelSha256()));
    methods.add(Method.own(plan, costs.predictMs(plan.layers())));
    Map<String, Double> predictions = new LinkedHashMap<>();
    uniform.forEach(
        (variant, layers) -> {
          Double expected = costs.predictMs(layers);
          if (expected != null) {
            predictions.put(variant, expected);
          }
        });
    return new Methods(methods, uniform, impossible, predictions);
  }

  /** The run's own choices by another policy; its budgets are its own policy's. */
  private PlanningOptions planning(String policy) {
    return record
        .options()
        .planning()
        .withPolicy(policy)
        .withBudgets(Budgets.NONE)
        .withoutMaxDrop();
  }

  /** Throws {@link NoPlanException} where the policy cannot plan, or would decide nothing. */
  private Method method(String policy, String title, String backend, PlanCosts costs) {
    Plan plan = costs.tidy(Plans.of(ranking(policy, backend, costs.known()), record.modelSha256()));
    return new Method(policy, title, plan, costs.predictMs(plan.layers()));
  }

  /**
   * What the ablations that can plan decide on a backend, by variant; from files alone.
   *
   * @param costs whether they are known there
   */
  Map<String, Ranking> ablations(String backend, boolean costs) {
    Map<String, Ranking> rankings = new LinkedHashMap<>();
    ABLATIONS
        .keySet()
        .forEach(
            policy ->
                rankingIfAny(policy, backend, costs)
                    .ifPresent(ranking -> rankings.put(policy, ranking)));
    return rankings;
  }

  private Optional<Ranking> rankingIfAny(String policy, String backend, boolean costs) {
    try {
      return Optional.of(ranking(policy, backend, costs));
    } catch (NoPlanException e) {
      return Optional.empty();
    }
  }

  private Ranking ranking(String policy, String backend, boolean costs) {
    if (policy.equals(OPTIMAL) && !costs) {
      throw new NoPlanException("the models were not timed in place", "");
    }
    Ranking ranking = station.ranking(backend, planning(policy));
    String reason = impossible(policy, ranking);
    if (reason != null) {
      throw new NoPlanException(reason, "");
    }
    return ranking;
  }

  private @Nullable String impossible(String policy, Ranking ranking) {
    if (!record.options().precisions().contains(Precision.INT8)) {
      return "the run has no INT8";
    }
    List<RankedLayer> rows = ranking.rows();
    if (rows.isEmpty()) {
      return "the model has no layer that a policy decides";
    }
    if (rows.stream().allMatch(row -> row.latencyMs() == null)) {
      return "no layer has a time";
    }
    boolean ranked = rows.stream().anyMatch(row -> row.rank() != null);
    return ranked || !Policies.find(policy).needs().contains(Need.SENSITIVITY)
        ? null
        : "no layer is ranked (" + rows.get(0).layer() + ": " + rows.get(0).reason() + ")";
  }
}
