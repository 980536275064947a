package io.layerbench.suite;

import io.layerbench.base.Json;
import io.layerbench.base.Precision;
import io.layerbench.ranking.Evolution;
import io.layerbench.ranking.FoundPlan;
import io.layerbench.ranking.GreedyWalk;
import io.layerbench.ranking.LayerChoice;
import io.layerbench.ranking.Policies;
import io.layerbench.ranking.PolicyInput;
import io.layerbench.run.PlanningOptions;
import io.layerbench.run.RunFolder;
import io.layerbench.run.RunOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes the plan of a policy that measures accuracy as it goes: greedy or evolve. The same items
 * choose that the evaluation then reports, so that the drop on new items may be somewhat larger.
 */
final class PlanSearch {

  private final String backend;
  private final PlanningOptions planning;
  private final long seed;
  private final MeasuredPlans plans;
  private final Consumer<String> lines;
  private final List<Step> steps = new ArrayList<>();

  /**
   * A search on a backend.
   *
   * @param planning the policy, and the drop that it may come to
   * @param seed of what is random in it
   * @param lines is told each step
   */
  PlanSearch(
      String backend,
      PlanningOptions planning,
      long seed,
      MeasuredPlans plans,
      Consumer<String> lines) {
    this.backend = backend;
    this.planning = planning;
    this.seed = seed;
    this.plans = plans;
    this.lines = lines;
  }

  /**
   * search.json: what was measured and found.
   *
   * @param policy who searched
   * @param maxDropPoints the largest drop that the plan may have
   * @param labelled how many items had a label
   * @param correctFp32 how many of them FP32 hits
   * @param steps the plans that were asked for, in order
   * @param plan what was found
   */
  record Found(
      String policy,
      double maxDropPoints,
      int labelled,
      int correctFp32,
      List<Step> steps,
      FoundPlan plan) {

    Found {
      steps = List.copyOf(steps);
    }
  }

  /**
   * A plan that was measured.
   *
   * @param int8Layers how many layers it has in INT8
   * @param predictedMs its predicted latency, ms; null where costs are unknown
   * @param correct how many labels it hits
   * @param dropPoints FP32's accuracy less its own
   */
  record Step(int int8Layers, @Nullable Double predictedMs, int correct, double dropPoints) {}

  /** What a run's searches found, by backend. */
  static Map<String, FoundPlan> found(RunFolder folder, RunOptions options) {
    Map<String, FoundPlan> found = new LinkedHashMap<>();
    for (String backend : options.backends()) {
      Path file = folder.file(fileName(options, backend));
      if (Files.exists(file)) {
        found.put(backend, Json.read(file, Found.class).plan());
      }
    }
    return found;
  }

  static String fileName(RunOptions options, String backend) {
    return BackendFiles.of(options).name("search", backend, ".json");
  }

  /**
   * Searches.
   *
   * @param input what is to be decided
   */
  Found run(PolicyInput input) {
    double most = Objects.requireNonNull(planning.maxDropPoints(), "max drop");
    LayerChoice choice = new LayerChoice(input);
    MeasuredPlans.Accuracy fp32 = plans.fp32();
    FoundPlan plan =
        layers(choice, most)
            .map(int8 -> new FoundPlan(choice.plan(int8), null))
            .orElseGet(
                () ->
                    new FoundPlan(
                        null, "the layers that are forced into INT8 alone lose more than that"));
    return new Found(
        planning.policy(), most, fp32.labelled(), fp32.correct(), List.copyOf(steps), plan);
  }

  private Optional<Set<String>> layers(LayerChoice choice, double most) {
    if (!choice.input().spec().available().contains(Precision.INT8)) {
      return Optional.of(Set.of());
    }
    if (planning.policy().equals(Policies.GREEDY)) {
      return new GreedyWalk(
              choice.layers(), choice.forced(), most, int8 -> dropPoints(choice, int8))
          .run();
    }
    return new Evolution(
            choice.space(), choice::predictMs, most, int8 -> dropPoints(choice, int8), seed)
        .run();
  }

  private double dropPoints(LayerChoice choice, Set<String> int8) {
    MeasuredPlans.Accuracy accuracy = plans.measure(choice.plan(int8));
    double drop = plans.dropPoints(accuracy);
    Double predicted =
        choice.input().evidence().costs() == null ? null : (Double) choice.predictMs(int8);
    steps.add(new Step(int8.size(), predicted, accuracy.correct(), drop));
    lines.accept(
        "Search by %s on %s, step %d: %d layers in INT8%s, %.2f points below FP32."
            .formatted(
                planning.policy(),
                backend,
                steps.size(),
                int8.size(),
                predicted == null ? "" : ", %.3g ms predicted".formatted(predicted),
                drop));
    return drop;
  }
}
