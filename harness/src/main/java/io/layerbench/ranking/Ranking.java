package io.layerbench.ranking;

import java.util.List;

/**
 * The layers of one model on one device and backend, ordered by score; unranked ones last.
 *
 * @param backend the backend's name
 * @param score the score's name, "share" or "paper", with its weights where they are not 1
 * @param policy the policy's name, such as "percentile"
 * @param epsilon added to the sensitivity
 * @param rows best candidates for INT8 first
 */
public record Ranking(
    String backend, String score, String policy, double epsilon, List<RankedLayer> rows) {

  public Ranking {
    rows = List.copyOf(rows);
  }
}
