package io.layerbench.ranking;

import io.layerbench.base.Precision;
import java.util.LinkedHashMap;
import java.util.Map;

/** Makes plans from rankings. */
public final class Plans {

  private Plans() {}

  /** The plan that a ranking's precisions are. */
  public static Plan of(Ranking ranking, String modelSha256) {
    Map<String, Precision> layers = new LinkedHashMap<>();
    ranking.rows().forEach(row -> layers.put(row.layer(), row.precision()));
    layers.putAll(ranking.glue());
    return new Plan(
        Plan.FORMAT_VERSION,
        modelSha256,
        ranking.backend(),
        ranking.policy().text(),
        ranking.score().text(),
        layers);
  }
}
