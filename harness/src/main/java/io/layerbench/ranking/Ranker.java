package io.layerbench.ranking;

import io.layerbench.base.Precision;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Ranks layers by score = (latency + memory) / (sensitivity + ε) and gives each a precision.
 *
 * <p>Equal scores share a rank (1, 2, 2, 4) and stay in the model's order, by which the policy
 * tells them apart. A layer without a valid latency or sensitivity is unranked with its reason,
 * stays FP32, and comes last in the model's order.
 */
public final class Ranker {

  private Ranker() {}

  /**
   * The ranking of these layers.
   *
   * @param backend where they were timed
   * @param layers all of the model's layers, without glue, in the model's order
   */
  public static Ranking rank(
      String backend, List<RankingInput> layers, ScoreSpec score, PolicySpec policy) {
    List<Scored> scored = score(layers, score);
    List<Scored> ranked =
        scored.stream()
            .filter(layer -> layer.reason() == null)
            .sorted(Comparator.comparingDouble(Scored::score).reversed())
            .toList();
    List<Precision> precisions =
        Policies.find(policy.name())
            .assign(ranked.stream().map(Scored::candidate).toList(), policy);
    List<RankedLayer> rows = new ArrayList<>();
    int rank = 0;
    for (int i = 0; i < ranked.size(); i++) {
      boolean tie = i > 0 && ranked.get(i).score() == ranked.get(i - 1).score();
      rank = tie ? rank : i + 1;
      rows.add(ranked.get(i).row(backend, rank, policy.orFp32(precisions.get(i))));
    }
    scored.stream()
        .filter(layer -> layer.reason() != null)
        .forEach(layer -> rows.add(layer.row(backend, null, Precision.FP32)));
    return new Ranking(backend, score.text(), policy.name(), score.epsilon(), rows);
  }

  private static List<Scored> score(List<RankingInput> layers, ScoreSpec spec) {
    double[] costs = spec.costs(layers);
    return IntStream.range(0, layers.size())
        .mapToObj(i -> score(layers.get(i), costs[i], spec.epsilon()))
        .toList();
  }

  private static Scored score(RankingInput layer, double cost, double epsilon) {
    Double sensitivity = layer.sensitivity();
    String reason = layer.unrankedReason();
    if (reason != null || sensitivity == null) {
      return new Scored(layer, cost, 0, reason);
    }
    double score = cost / (sensitivity + epsilon);
    return new Scored(
        layer, cost, score, Double.isFinite(score) ? null : "its score is too large for a number");
  }

  /** A layer with its score, which is of no use where there is a reason. */
  private record Scored(RankingInput layer, double cost, double score, @Nullable String reason) {

    Candidate candidate() {
      Double latency = layer.latencyMs();
      if (latency == null) {
        throw new IllegalStateException("ranked without a latency: " + layer.layer());
      }
      return new Candidate(latency, cost, score);
    }

    RankedLayer row(String backend, @Nullable Integer rank, Precision precision) {
      return new RankedLayer(
          rank,
          layer.layer(),
          layer.op(),
          backend,
          layer.parameters(),
          layer.hasLatency() ? layer.latencyMs() : null,
          layer.memoryMb(),
          layer.sensitivity(),
          rank == null ? null : (Double) score,
          precision,
          reason);
    }
  }
}
