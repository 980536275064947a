package io.layerbench.ranking;

import io.layerbench.base.UsageException;
import java.util.List;

/**
 * Which score, and its parameters.
 *
 * @param name a name that {@link Scores} knows
 * @param epsilon ε, added to the sensitivity; finite, above 0
 * @param weights of latency, memory and energy
 */
public record ScoreSpec(String name, double epsilon, ScoreWeights weights) {

  /** ε unless another is given. */
  public static final double DEFAULT_EPSILON = 1e-12;

  public ScoreSpec {
    if (!Double.isFinite(epsilon) || epsilon <= 0) {
      throw new UsageException(
          "The score's epsilon (" + epsilon + ") must be above 0.", "leave it out for 1e-12.");
    }
    name = Scores.find(name).name();
  }

  /** A score in which latency and memory count alike, and energy does not. */
  public static ScoreSpec of(String name, double epsilon) {
    return new ScoreSpec(name, epsilon, ScoreWeights.EQUAL);
  }

  /** The default score, weights and ε. */
  public static ScoreSpec defaults() {
    return of(Scores.DEFAULT, DEFAULT_EPSILON);
  }

  /** The same with other weights. */
  public ScoreSpec withWeights(ScoreWeights other) {
    return new ScoreSpec(name, epsilon, other);
  }

  /** For people: the name, and the weights where they are not 1, 1 and 0. */
  public String text() {
    return weights.equals(ScoreWeights.EQUAL) ? name : name + " (" + weights.text() + ")";
  }

  /** Latency, memory and energy of every layer added up: the score's numerator. */
  double[] costs(List<RankingInput> layers) {
    return Scores.find(name).costs(layers, weights);
  }
}
