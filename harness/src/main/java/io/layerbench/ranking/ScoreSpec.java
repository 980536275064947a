package io.layerbench.ranking;

import io.layerbench.base.UsageException;

/**
 * Which score, and its one parameter.
 *
 * @param name a name that {@link Scores} knows
 * @param epsilon ε, added to the sensitivity; finite, above 0
 */
public record ScoreSpec(String name, double epsilon) {

  /** ε unless another is given. */
  public static final double DEFAULT_EPSILON = 1e-12;

  public ScoreSpec {
    if (!Double.isFinite(epsilon) || epsilon <= 0) {
      throw new UsageException(
          "The score's epsilon (" + epsilon + ") must be above 0.", "leave it out for 1e-12.");
    }
    name = Scores.find(name).name();
  }

  /** The default score and ε. */
  public static ScoreSpec defaults() {
    return new ScoreSpec(Scores.DEFAULT, DEFAULT_EPSILON);
  }
}
