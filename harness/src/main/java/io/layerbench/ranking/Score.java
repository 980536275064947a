package io.layerbench.ranking;

import java.util.List;

/** A way to add a layer's latency and memory, which have different units. */
public interface Score {

  /** The name used on the command line and in every file. */
  String name();

  /** One sentence for {@code --help} and the report. */
  String description();

  /**
   * Weighted latency + weighted memory of every layer, in the order given: the score's numerator.
   *
   * @param layers all of the model's layers on one backend, with a latency or without
   * @return finite; of no use for a layer without a valid latency
   */
  double[] costs(List<RankingInput> layers, ScoreWeights weights);
}
