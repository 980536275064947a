package io.layerbench.ranking;

import io.layerbench.base.Precision;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Ranks layers by score = (latency + memory) / (sensitivity + ε) and gives each a precision.
 *
 * <p>Equal scores share a rank (1, 2, 2, 4) and stay in the model's order, by which the policy
 * tells them apart. A layer without a valid latency, INT8 form or sensitivity is unranked with its
 * reason and comes last in the model's order; it stays FP32 unless the user pins it, or the policy
 * needs only the latency that it has.
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
    return rank(backend, layers, score, policy, Evidence.NONE);
  }

  /**
   * The same for a policy that may need more than the layers alone.
   *
   * @param evidence what was measured of whole models
   */
  public static Ranking rank(
      String backend,
      List<RankingInput> layers,
      ScoreSpec score,
      PolicySpec policy,
      Evidence evidence) {
    List<Scored> scored = score(layers, score);
    List<Scored> ranked = ranked(scored);
    PolicyInput input = input(layers, scored, policy, evidence);
    Map<String, Precision> wanted = new HashMap<>(Policies.find(policy.name()).assign(input));
    wanted.putAll(input.pinned());
    List<RankedLayer> rows = new ArrayList<>();
    int rank = 0;
    for (int i = 0; i < ranked.size(); i++) {
      boolean tie = i > 0 && ranked.get(i).score() == ranked.get(i - 1).score();
      rank = tie ? rank : i + 1;
      rows.add(ranked.get(i).row(backend, rank, policy.orFp32(ranked.get(i).in(wanted))));
    }
    scored.stream()
        .filter(layer -> layer.reason() != null)
        .forEach(layer -> rows.add(layer.row(backend, null, policy.orFp32(layer.in(wanted)))));
    Map<Precision, Integer> unmet = new EnumMap<>(Precision.class);
    wanted.values().stream()
        .filter(precision -> policy.orFp32(precision) != precision)
        .forEach(precision -> unmet.merge(precision, 1, Integer::sum));
    Map<String, Precision> glue = new TreeMap<>(wanted);
    layers.forEach(layer -> glue.remove(layer.layer()));
    return new Ranking(backend, score, policy, rows, glue, unmet);
  }

  /**
   * What a policy decides by.
   *
   * @param layers as for {@link #rank}
   */
  public static PolicyInput input(
      List<RankingInput> layers, ScoreSpec score, PolicySpec policy, Evidence evidence) {
    return input(layers, score(layers, score), policy, evidence);
  }

  private static PolicyInput input(
      List<RankingInput> layers, List<Scored> scored, PolicySpec policy, Evidence evidence) {
    Map<String, Precision> pinned = policy.pins().of(layers, policy.available());
    List<Candidate> candidates =
        Stream.concat(
                ranked(scored).stream(),
                scored.stream().filter(layer -> layer.reason() != null && layer.canBeInt8()))
            .filter(layer -> !pinned.containsKey(layer.layer().layer()))
            .map(Scored::candidate)
            .toList();
    return new PolicyInput(candidates, layers, pinned, evidence, policy);
  }

  private static List<Scored> ranked(List<Scored> scored) {
    return scored.stream()
        .filter(layer -> layer.reason() == null)
        .sorted(Comparator.comparingDouble(Scored::score).reversed())
        .toList();
  }

  private static List<Scored> score(List<RankingInput> layers, ScoreSpec spec) {
    double[] costs = spec.costs(layers);
    return IntStream.range(0, layers.size())
        .mapToObj(i -> score(layers.get(i), costs[i], spec))
        .toList();
  }

  private static Scored score(RankingInput layer, double cost, ScoreSpec spec) {
    Double sensitivity = layer.sensitivity();
    String reason = layer.unrankedReason();
    if (reason == null && spec.weights().energy() > 0 && layer.energyMj() == null) {
      reason = "its energy is unknown";
    }
    if (reason != null || sensitivity == null) {
      return new Scored(layer, cost, 0, reason);
    }
    double score = cost / (sensitivity + spec.epsilon());
    return new Scored(
        layer, cost, score, Double.isFinite(score) ? null : "its score is too large for a number");
  }

  /** A layer with its score, which is of no use where there is a reason. */
  private record Scored(RankingInput layer, double cost, double score, @Nullable String reason) {

    /** True for a layer that was timed and has an INT8 form. */
    boolean canBeInt8() {
      return layer.hasLatency() && layer.floatReason() == null;
    }

    Precision in(Map<String, Precision> precisions) {
      return precisions.getOrDefault(layer.layer(), Precision.FP32);
    }

    Candidate candidate() {
      Double latency = layer.latencyMs();
      if (latency == null) {
        throw new IllegalStateException("a candidate without a latency: " + layer.layer());
      }
      return new Candidate(layer.layer(), latency, cost, reason == null ? (Double) score : null);
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
          reason,
          layer.energyMj(),
          layer.outputNoise());
    }
  }
}
