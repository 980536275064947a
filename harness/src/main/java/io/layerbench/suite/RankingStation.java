package io.layerbench.suite;

import io.layerbench.base.NoPlanException;
import io.layerbench.base.Precision;
import io.layerbench.costs.CostModel;
import io.layerbench.onnx.LayerKind;
import io.layerbench.ranking.Evidence;
import io.layerbench.ranking.OrderChoice;
import io.layerbench.ranking.ParetoCsv;
import io.layerbench.ranking.ParetoFrontier;
import io.layerbench.ranking.Policies;
import io.layerbench.ranking.PolicyInput;
import io.layerbench.ranking.Ranker;
import io.layerbench.ranking.Ranking;
import io.layerbench.ranking.RankingInput;
import io.layerbench.run.BenchmarkCase;
import io.layerbench.run.CaseKind;
import io.layerbench.run.Energies;
import io.layerbench.run.LayerRow;
import io.layerbench.run.PlanningOptions;
import io.layerbench.run.RunRecord;
import io.layerbench.run.Timing;
import io.layerbench.sensitivity.SensitivityRow;
import io.layerbench.sensitivity.SensitivityTable;
import io.layerbench.statistics.ForkSummary;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Joins timings and sensitivities into rankings; works on files alone, so that it can be done again
 * later.
 */
public final class RankingStation {

  private final RunRecord record;

  /** The forks that count, by the id of their case. */
  private final Map<String, List<Timing>> timings;

  private final @Nullable SensitivityTable sensitivity;
  private final Map<String, CostModel> costs;
  private final SearchResults searches;

  /**
   * @param timings the forks that count: {@link io.layerbench.run.CountedForks}
   * @param sensitivity null where there is none: nothing is ranked then
   * @param costs in place, by backend, where they are known
   * @param searches what was found by measuring the accuracy of plans
   */
  RankingStation(
      RunRecord record,
      List<Timing> timings,
      @Nullable SensitivityTable sensitivity,
      Map<String, CostModel> costs,
      SearchResults searches) {
    this.record = record;
    this.timings = timings.stream().collect(Collectors.groupingBy(Timing::caseId));
    this.sensitivity = sensitivity;
    this.costs = Map.copyOf(costs);
    this.searches = searches;
  }

  /** The ranking of every backend of the run, by its name. */
  public Map<String, Ranking> rankings(PlanningOptions planning) {
    Map<String, Ranking> rankings = new LinkedHashMap<>();
    for (String backend : record.options().backends()) {
      rankings.put(backend, ranking(backend, planning));
    }
    return rankings;
  }

  /**
   * The same where measurements must not be lost for a policy that cannot plan: the default policy
   * does so instead.
   *
   * @param warn is told why
   */
  Map<String, Ranking> rankingsOrDefault(PlanningOptions planning, Consumer<String> warn) {
    Map<String, Ranking> rankings = new LinkedHashMap<>();
    for (String backend : record.options().backends()) {
      try {
        rankings.put(backend, ranking(backend, planning));
      } catch (NoPlanException e) {
        warn.accept(
            "The policy %s planned instead on %s, since %s cannot. %s"
                .formatted(Policies.DEFAULT, backend, planning.policy(), e.getMessage()));
        rankings.put(backend, ranking(backend, planning.byDefaultPolicy()));
      }
    }
    return rankings;
  }

  Ranking ranking(String backend, PlanningOptions planning) {
    return ranking(backend, planning, SensitivityRow::sensitivity);
  }

  /**
   * The ranking of a backend.
   *
   * @param norm what to take as a layer's sensitivity
   */
  Ranking ranking(
      String backend, PlanningOptions planning, Function<SensitivityRow, @Nullable Double> norm) {
    List<RankingInput> inputs = inputs(backend, norm);
    checkEnergy(backend, planning, inputs);
    return Ranker.rank(
        backend,
        inputs,
        planning.score(),
        limited(backend, planning).policySpec(available()),
        evidence(backend, planning));
  }

  /** What a policy decides by on a backend. */
  PolicyInput input(String backend, PlanningOptions planning) {
    return Ranker.input(
        inputs(backend, SensitivityRow::sensitivity),
        planning.score(),
        limited(backend, planning).policySpec(available()),
        evidence(backend, planning));
  }

  /**
   * The text of pareto.csv, within the budget of size; empty where costs are unknown or no plan is
   * small enough.
   */
  public Optional<String> paretoText(String backend, PlanningOptions planning) {
    try {
      ParetoFrontier frontier = ParetoFrontier.of(input(backend, planning));
      return Optional.of(ParetoCsv.text(frontier, frontier.rows(backend)));
    } catch (NoPlanException e) {
      return Optional.empty();
    }
  }

  /** A search holds for what it was made for alone. */
  private Evidence evidence(String backend, PlanningOptions planning) {
    PlanningOptions own = record.options().planning();
    boolean same =
        planning.policy().equals(own.policy())
            && planning.pins().equals(own.pins())
            && planning.score().equals(own.score());
    return new Evidence(costs.get(backend), same ? searches.plans().get(backend) : null);
  }

  /** A single layer without an energy is not ranked, but where none has it the user is to know. */
  private void checkEnergy(String backend, PlanningOptions planning, List<RankingInput> inputs) {
    if (planning.score().weights().energy() > 0
        && !inputs.isEmpty()
        && inputs.stream().allMatch(layer -> layer.energyMj() == null)) {
      throw Energies.missing(
          backend, Energies.reason(record, backend, timings(backend, inputs.get(0).layer())));
    }
  }

  private PlanningOptions limited(String backend, PlanningOptions planning) {
    Double limit = searches.limits().get(backend);
    return planning.maxDropPoints() == null || limit == null
        ? planning
        : planning.withBudgets(planning.budgets().withMaxSensitivity(limit));
  }

  /**
   * How much the order of a backend's layers depends on score and norm; empty without a ranking.
   */
  public List<OrderChoice> choices(Ranking own, PlanningOptions planning) {
    return new OrderChoices(this, planning).of(own);
  }

  private Set<Precision> available() {
    return EnumSet.copyOf(record.options().precisions());
  }

  private List<RankingInput> inputs(
      String backend, Function<SensitivityRow, @Nullable Double> norm) {
    List<RankingInput> inputs = new ArrayList<>();
    for (LayerRow layer : record.layers()) {
      if (layer.kind() == LayerKind.LAYER) {
        inputs.add(input(backend, layer, norm));
      }
    }
    return inputs;
  }

  private RankingInput input(
      String backend, LayerRow layer, Function<SensitivityRow, @Nullable Double> norm) {
    Optional<ForkSummary> latency = latency(backend, layer.name());
    Optional<SensitivityRow> found =
        sensitivity == null ? Optional.empty() : sensitivity.find(layer.name(), Precision.INT8);
    Double sensitivityOfLayer = found.isPresent() ? norm.apply(found.get()) : null;
    return new RankingInput(
        layer.name(),
        layer.op(),
        layer.parameters(),
        latency.map(summary -> summary.median() / 1e6).orElse(null),
        latency.isPresent() ? null : latencyReason(backend, layer.name()),
        sensitivityOfLayer,
        sensitivityOfLayer == null ? sensitivityReason(found.isPresent()) : null,
        skipped(backend, layer.name()),
        Energies.mjPerCall(timings(backend, layer.name())),
        found.map(SensitivityRow::outputNoise).orElse(null));
  }

  private Optional<ForkSummary> latency(String backend, String layer) {
    List<Timing> forks = timings(backend, layer);
    boolean whole =
        forks.size() >= record.layerForks() && forks.stream().allMatch(Timing::succeeded);
    return whole
        ? Optional.of(ForkSummary.of(forks.stream().map(Timing::callsNanos).toList()))
        : Optional.empty();
  }

  private List<Timing> timings(String backend, String layer) {
    String id = new BenchmarkCase(CaseKind.LAYER, layer, backend, Precision.FP32.id()).id();
    return timings.getOrDefault(id, List.of());
  }

  private String latencyReason(String backend, String layer) {
    List<Timing> found = timings(backend, layer);
    if (found.isEmpty()) {
      return "it was not timed in FP32";
    }
    return found.stream()
        .filter(timing -> !timing.succeeded())
        .findFirst()
        .map(timing -> "its FP32 case failed: " + timing.failure())
        .orElse("only " + found.size() + " of " + record.layerForks() + " forks were timed");
  }

  private String sensitivityReason(boolean listed) {
    if (sensitivity == null) {
      return "no sensitivity was computed";
    }
    return listed
        ? "the sensitivities have no value for it"
        : "the sensitivities have no row for it";
  }

  /** Why a layer has no INT8 form; null where it has one. */
  private @Nullable String skipped(String backend, String layer) {
    String id = new BenchmarkCase(CaseKind.LAYER, layer, backend, Precision.INT8.id()).id();
    return record.skippedCases().get(id);
  }
}
