package io.layerbench.ranking;

import io.layerbench.base.Precision;
import io.layerbench.costs.CostModel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that a policy may decide by.
 *
 * @param candidates the layers that it decides, without pinned ones: the ranked ones in ranking
 *     order, then the unranked ones in the model's order
 * @param layers all of the model's layers, without glue, in the model's order
 * @param pinned the layers that the user decides, with their precisions
 * @param costs what layers and changes of precision cost in place; null where unknown
 * @param spec its parameters
 */
public record PolicyInput(
    List<Candidate> candidates,
    List<RankingInput> layers,
    Map<String, Precision> pinned,
    @Nullable CostModel costs,
    PolicySpec spec) {

  public PolicyInput {
    candidates = List.copyOf(candidates);
    layers = List.copyOf(layers);
    pinned = new LinkedHashMap<>(pinned);
  }

  /** Those with a score, in ranking order. */
  public List<Candidate> ranked() {
    return candidates.stream().filter(candidate -> candidate.score() != null).toList();
  }
}
