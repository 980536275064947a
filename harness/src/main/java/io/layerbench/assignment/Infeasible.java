package io.layerbench.assignment;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * No assignment meets the limits.
 *
 * @param reason a sentence that names the limits which cannot be met together, as few of them as do
 *     not fit, and what each would have to be
 * @param nearest by each of those measures, the least total that can be reached while the others of
 *     them are held: raising that one limit to it is enough for these. Empty where every assignment
 *     is forbidden
 */
public record Infeasible(String reason, Map<String, Double> nearest) implements Outcome {

  public Infeasible {
    nearest = Collections.unmodifiableMap(new LinkedHashMap<>(nearest));
  }
}
