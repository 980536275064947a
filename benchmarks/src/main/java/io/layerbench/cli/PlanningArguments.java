package io.layerbench.cli;

import io.layerbench.base.UsageException;
import io.layerbench.ranking.Budgets;
import io.layerbench.ranking.Need;
import io.layerbench.ranking.Pins;
import io.layerbench.ranking.Policies;
import io.layerbench.ranking.Policy;
import io.layerbench.ranking.PolicySpec;
import io.layerbench.ranking.Score;
import io.layerbench.ranking.ScoreSpec;
import io.layerbench.ranking.ScoreWeights;
import io.layerbench.ranking.Scores;
import io.layerbench.run.PlanningOptions;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How layers are ordered and given precisions. */
final class PlanningArguments {

  /** Offers the names of the scores to the help. */
  static final class ScoreNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Scores.all().stream().map(Score::name).iterator();
    }
  }

  /** Offers the names of the policies to the help. */
  static final class PolicyNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Policies.all().stream().map(Policy::name).iterator();
    }
  }

  @Option(
      names = "--score",
      defaultValue = Scores.DEFAULT,
      completionCandidates = ScoreNames.class,
      description = "One of: ${COMPLETION-CANDIDATES}. Default: share.")
  private String score = Scores.DEFAULT;

  @Option(
      names = "--score-weights",
      paramLabel = "WEIGHTS",
      description =
          "How much each term of the score counts, such as latency=1,memory=0.5,energy=1. Default: 1, 1 and 0.")
  private @Nullable String scoreWeights;

  @Option(
      names = "--policy",
      defaultValue = Policies.DEFAULT,
      completionCandidates = PolicyNames.class,
      description = "One of: ${COMPLETION-CANDIDATES}. Default: percentile.")
  private String policy = Policies.DEFAULT;

  @Option(
      names = "--share",
      paramLabel = "SHARE",
      description =
          "The share of the layers that get INT8, 0 to 1, pinned ones not counted. Default: 0.5.")
  private double share = PolicySpec.DEFAULT_INT8_SHARE;

  @Option(
      names = "--keep-float",
      paramLabel = "GLOB",
      description = "Layers that stay in FP32 whatever the policy; * is anything; may be repeated.")
  private List<String> keepFloat = List.of();

  @Option(
      names = "--force-int8",
      paramLabel = "GLOB",
      description = "Layers that get INT8 whatever the policy; * is anything; may be repeated.")
  private List<String> forceInt8 = List.of();

  @Option(
      names = "--max-drop",
      paramLabel = "POINTS",
      description =
          "For --policy optimal, greedy and evolve in a run with labelled data: points of accuracy that the"
              + " plan's model may measure less than FP32. Default: 0.5 for greedy and evolve.")
  private @Nullable Double maxDrop;

  @Option(
      names = "--max-latency",
      paramLabel = "MS",
      description = "For --policy optimal and pareto: the plan's predicted latency at most, ms.")
  private @Nullable Double maxLatencyMs;

  @Option(
      names = "--max-sensitivity",
      paramLabel = "S",
      description =
          "For --policy optimal and pareto: the output noise of its INT8 layers sums up to that at most. Output noise is the power of a layer's error at the model's output relative to the output's: 0.01 is an SQNR of 20 dB. S_i is summed instead where a file of --sensitivity has nothing else.")
  private @Nullable Double maxSensitivity;

  @Option(
      names = "--max-size",
      paramLabel = "MB",
      description = "For --policy optimal and pareto: the weights' size at most, MB of 10^6 bytes.")
  private @Nullable Double maxSizeMb;

  PlanningOptions options() {
    ScoreWeights weights =
        scoreWeights == null ? ScoreWeights.EQUAL : ScoreWeights.parse(scoreWeights);
    return new PlanningOptions(
        ScoreSpec.of(score, ScoreSpec.DEFAULT_EPSILON).withWeights(weights),
        policy,
        share,
        new Pins(keepFloat, forceInt8),
        budgets(),
        maxDrop);
  }

  /** Only a policy that heeds them takes budgets: ignored, they would be taken for met. */
  private Budgets budgets() {
    Budgets budgets = new Budgets(maxLatencyMs, maxSensitivity, maxSizeMb);
    Set<Need> needs = Policies.find(policy).needs();
    boolean measures = needs.contains(Need.ACCURACY);
    if (!budgets.isNone() && (measures || !needs.contains(Need.COSTS))) {
      throw new UsageException(
          "The policy (%s) takes no budgets (--max-latency, --max-sensitivity, --max-size)."
              .formatted(policy),
          "add --policy optimal.");
    }
    if (maxDrop != null && !measures && !policy.equals(Policies.OPTIMAL)) {
      throw new UsageException(
          "The policy (%s) takes no limit on the accuracy drop (--max-drop).".formatted(policy),
          "add --policy optimal, greedy or evolve.");
    }
    return budgets;
  }

  /** For the end of a help text: what every score and every policy is. */
  static List<String> descriptions() {
    return Stream.of(
            Stream.of(
                "Scores, (latency + memory + energy) / (sensitivity + 1e-12), energy with weight 0:"),
            Scores.all().stream().map(one -> "  " + one.name() + ": " + one.description() + "."),
            Stream.of("Policies:"),
            Policies.all().stream()
                .map(
                    one ->
                        "  %s (needs %s): %s."
                            .formatted(one.name(), one.needsText(), one.description())))
        .flatMap(lines -> lines)
        // The help is a format.
        .map(line -> line.replace("%", "%%"))
        .toList();
  }
}
