package io.layerbench.ranking;

import io.layerbench.base.Precision;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The layers of one model on one device and backend, ordered by score; unranked ones last.
 *
 * @param backend the backend's name
 * @param score what orders them
 * @param policy what gives them precisions
 * @param rows best candidates for INT8 first
 * @param unmet how many layers the policy meant for a precision that was not measured, which stay
 *     FP32
 */
public record Ranking(
    String backend,
    ScoreSpec score,
    PolicySpec policy,
    List<RankedLayer> rows,
    Map<Precision, Integer> unmet) {

  public Ranking {
    rows = List.copyOf(rows);
    unmet = Collections.unmodifiableMap(new TreeMap<>(unmet));
  }
}
