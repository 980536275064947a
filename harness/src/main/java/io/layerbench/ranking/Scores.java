package io.layerbench.ranking;

import io.layerbench.base.UsageException;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** The registry of scores. */
public final class Scores {

  /** The score that is used unless another is given. */
  public static final String DEFAULT = "share";

  private static final List<Score> ALL =
      List.of(
          new NamedScore(
              DEFAULT,
              "latency as a share of all layers' latency, plus memory as a share of all layers'"
                  + " memory, plus energy likewise where it has a weight",
              Scores::shares),
          new NamedScore(
              "paper",
              "the literal mean: latency in ms plus memory in MB, plus energy in mJ where it has a"
                  + " weight",
              Scores::sums));

  private Scores() {}

  /** All of them, the default first. */
  public static List<Score> all() {
    return ALL;
  }

  /**
   * The score of that name.
   *
   * @throws UsageException naming the known ones
   */
  public static Score find(String name) {
    return ALL.stream()
        .filter(score -> score.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new UsageException(
                    "Unknown score (" + name + ").",
                    "known scores are "
                        + ALL.stream().map(Score::name).collect(Collectors.joining(", "))
                        + "."));
  }

  private static double[] shares(List<RankingInput> layers, ScoreWeights weights) {
    return sums(
        layers,
        new ScoreWeights(
            weights.latency() / total(layers, Scores::latency),
            weights.memory() / total(layers, RankingInput::memoryMb),
            weights.energy() / total(layers, Scores::energy)));
  }

  /** A total of 0 leaves its term 0 for every layer, since then each layer's own is 0. */
  private static double total(List<RankingInput> layers, ToDoubleFunction<RankingInput> term) {
    double total = layers.stream().mapToDouble(term).sum();
    return total == 0 ? 1 : total;
  }

  private static double[] sums(List<RankingInput> layers, ScoreWeights factors) {
    return layers.stream()
        .mapToDouble(
            layer ->
                factors.latency() * latency(layer)
                    + factors.memory() * layer.memoryMb()
                    + factors.energy() * energy(layer))
        .toArray();
  }

  private static double energy(RankingInput layer) {
    Double energyMj = layer.energyMj();
    return energyMj == null ? 0 : energyMj;
  }

  private static double latency(RankingInput layer) {
    Double latencyMs = layer.latencyMs();
    return latencyMs != null && layer.hasLatency() ? latencyMs : 0;
  }

  private interface Costs {
    double[] of(List<RankingInput> layers, ScoreWeights weights);
  }

  private record NamedScore(String name, String description, Costs function) implements Score {
    @Override
    public double[] costs(List<RankingInput> layers, ScoreWeights weights) {
      return function.of(layers, weights);
    }
  }
}
