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
 * @param glue the precisions of what lies between layers, where the policy decides them, too; the
 *     rest follows its neighbours
 * @param unmet how many layers the policy meant for a precision that was not measured, which stay
 *     FP32
 */
public record Ranking(
    String backend,
    ScoreSpec score,
    PolicySpec policy,
    List<RankedLayer> rows,
    Map<String, Precision> glue,
    Map<Precision, Integer> unmet) {

  public Ranking {
    rows = List.copyOf(rows);
    glue = Collections.unmodifiableMap(new TreeMap<>(glue));
    unmet = Collections.unmodifiableMap(new TreeMap<>(unmet));
  }
}
