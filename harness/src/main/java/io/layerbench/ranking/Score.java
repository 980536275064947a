package io.layerbench.ranking;

import java.util.List;

/** A way to add a layer's latency, memory and energy, which have different units. */
public interface Score {

  /** The name used on the command line and in every file. */
  String name();

  /** One sentence for {@code --help} and the report. */
  String description();

  /**
   * Weighted latency + weighted memory + weighted energy of every layer, in the order given: the
   * score's numerator.
   *
   * @param layers all of the model's layers on one backend, with a latency or without
   * @return finite; of no use for a layer without a valid latency, or without an energy that counts
   */
  double[] costs(List<RankingInput> layers, ScoreWeights weights);
}
