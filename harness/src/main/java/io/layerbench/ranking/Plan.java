package io.layerbench.ranking;

import io.layerbench.base.InvalidInputException;
import io.layerbench.base.Precision;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * plan.json: which precision each layer should have, and who decided so.
 *
 * @param formatVersion {@link #FORMAT_VERSION}
 * @param modelSha256 the model that it is for
 * @param backend the backend whose latencies it comes from
 * @param policy for example "percentile", with what is not as usual in parentheses
 * @param score for example "share"
 * @param layers precision by the name of a layer or of glue, in the model's order; layers that are
 *     missing stay FP32, and glue that is missing follows its neighbours
 */
public record Plan(
    int formatVersion,
    String modelSha256,
    String backend,
    String policy,
    String score,
    Map<String, Precision> layers) {

  /** The version that this program writes, and the only one that it reads. */
  public static final int FORMAT_VERSION = 1;

  public Plan {
    if (formatVersion != FORMAT_VERSION) {
      throw new InvalidInputException(
          "The plan has the format version ("
              + formatVersion
              + "), and this program reads ("
              + FORMAT_VERSION
              + ").",
          "make it again with this program, or use the program that made it.");
    }
    layers = new LinkedHashMap<>(layers);
    // JSON can hold a null that the map's type denies.
    if (layers.containsValue(null)) {
      throw new InvalidInputException(
          "The plan gives a layer no precision (null).", "leave the layer out for FP32.");
    }
  }

  /** The same with other layers. */
  public Plan withLayers(Map<String, Precision> others) {
    return new Plan(formatVersion, modelSha256, backend, policy, score, others);
  }
}
