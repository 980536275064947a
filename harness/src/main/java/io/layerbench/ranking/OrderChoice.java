package io.layerbench.ranking;

import io.layerbench.base.Precision;
import io.layerbench.statistics.KendallTau;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * How far another choice would have ordered and planned the layers as the run's own did.
 *
 * @param backend the backend's name
 * @param kind what is chosen otherwise
 * @param name the other choice, such as "paper" or "elements"
 * @param layers how many layers both rank
 * @param tau Kendall's tau-b between the two scores of these layers; null below two layers, or
 *     where all scores of one are equal
 * @param changed how many layers the policy would give another precision; null where the other
 *     choice ranks nothing
 */
public record OrderChoice(
    String backend,
    Kind kind,
    String name,
    int layers,
    @Nullable Double tau,
    @Nullable Integer changed) {

  /** What can be chosen. */
  public enum Kind {
    /** How latency and memory add up. */
    SCORE("score"),
    /** What a layer's error is divided by. */
    NORM("sensitivity norm");

    private final String text;

    Kind(String text) {
      this.text = text;
    }

    /** For people and files. */
    public String text() {
      return text;
    }
  }

  /** The comparison of another ranking with the run's own. */
  public static OrderChoice of(Kind kind, String name, Ranking own, Ranking other) {
    Map<String, RankedLayer> others = new HashMap<>();
    other.rows().forEach(row -> others.put(row.layer(), row));
    List<RankedLayer> both =
        own.rows().stream()
            .filter(row -> isRanked(row) && isRanked(others.get(row.layer())))
            .toList();
    OptionalDouble tau =
        KendallTau.of(
            both.stream().mapToDouble(OrderChoice::score).toArray(),
            both.stream().mapToDouble(row -> score(others.get(row.layer()))).toArray());
    long changed =
        own.rows().stream()
            .filter(row -> row.precision() != precision(others.get(row.layer())))
            .count();
    boolean ranksNothing = other.rows().stream().noneMatch(OrderChoice::isRanked);
    return new OrderChoice(
        own.backend(),
        kind,
        name,
        both.size(),
        tau.isPresent() ? (Double) tau.getAsDouble() : null,
        ranksNothing ? null : (Integer) (int) changed);
  }

  private static boolean isRanked(@Nullable RankedLayer row) {
    return row != null && row.score() != null;
  }

  private static double score(@Nullable RankedLayer row) {
    Double score = row == null ? null : row.score();
    return score == null ? 0 : score;
  }

  private static Precision precision(@Nullable RankedLayer row) {
    return row == null ? Precision.FP32 : row.precision();
  }
}
