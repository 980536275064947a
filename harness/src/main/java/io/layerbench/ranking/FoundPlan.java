package io.layerbench.ranking;

import io.layerbench.base.Precision;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a search by measured accuracy came to.
 *
 * @param layers precision by the name of a layer or of glue; null where no plan was found
 * @param reason why there is none; null where there is one
 */
public record FoundPlan(@Nullable Map<String, Precision> layers, @Nullable String reason) {

  public FoundPlan {
    if ((layers == null) == (reason == null)) {
      throw new IllegalArgumentException("A search finds a plan or a reason for none.");
    }
    layers = layers == null ? null : Collections.unmodifiableMap(new LinkedHashMap<>(layers));
  }
}
