package io.layerbench.ranking;

import io.layerbench.costs.CostModel;
import org.jspecify.annotations.Nullable;

/**
 * What was measured of whole models, as far as policies decide by it.
 *
 * @param costs what layers and changes of precision cost in place; null where unknown
 * @param found what a search by measured accuracy came to; null where none was made
 */
public record Evidence(@Nullable CostModel costs, @Nullable FoundPlan found) {

  /** Nothing was. */
  public static final Evidence NONE = new Evidence(null, null);
}
