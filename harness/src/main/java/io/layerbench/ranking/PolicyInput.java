package io.layerbench.ranking;

import io.layerbench.base.NoPlanException;
import io.layerbench.base.Precision;
import io.layerbench.costs.CostModel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All that a policy may decide by.
 *
 * @param candidates the layers that it decides, without pinned ones: the ranked ones in ranking
 *     order, then the unranked ones in the model's order
 * @param layers all of the model's layers, without glue, in the model's order
 * @param pinned the layers that the user decides, with their precisions
 * @param evidence what was measured of whole models
 * @param spec its parameters
 */
public record PolicyInput(
    List<Candidate> candidates,
    List<RankingInput> layers,
    Map<String, Precision> pinned,
    Evidence evidence,
    PolicySpec spec) {

  public PolicyInput {
    candidates = List.copyOf(candidates);
    layers = List.copyOf(layers);
    pinned = new LinkedHashMap<>(pinned);
  }

  /**
   * What layers and changes of precision cost in place.
   *
   * @param policy who asks
   * @throws NoPlanException where that is unknown
   */
  CostModel costs(String policy) {
    CostModel costs = evidence.costs();
    if (costs == null) {
      throw new NoPlanException(
          "The policy %s needs costs in place, and the run has none.".formatted(policy),
          "measure the model again with this program, or choose another policy.");
    }
    return costs;
  }

  /** Those with a score, in ranking order. */
  public List<Candidate> ranked() {
    return candidates.stream().filter(candidate -> candidate.score() != null).toList();
  }
}
