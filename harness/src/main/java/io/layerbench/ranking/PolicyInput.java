package io.layerbench.ranking;

import java.util.List;

/**
 * All that a policy may decide by.
 *
 * @param candidates the layers that it decides, without pinned ones: the ranked ones in ranking
 *     order, then the unranked ones in the model's order
 * @param spec its parameters
 */
public record PolicyInput(List<Candidate> candidates, PolicySpec spec) {

  public PolicyInput {
    candidates = List.copyOf(candidates);
  }

  /** Those with a score, in ranking order. */
  public List<Candidate> ranked() {
    return candidates.stream().filter(candidate -> candidate.score() != null).toList();
  }
}
