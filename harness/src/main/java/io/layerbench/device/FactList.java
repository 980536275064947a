package io.layerbench.device;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A list of facts, with the reason where it is not complete.
 *
 * @param items what is known, in a fixed order
 * @param unknown why the list is not complete; null when it is
 */
public record FactList<T>(List<T> items, @Nullable String unknown) {

  public FactList {
    items = List.copyOf(items);
  }

  /** A list that is complete. */
  public static <T> FactList<T> complete(List<T> items) {
    return new FactList<>(items, null);
  }

  /** A list of which nothing is known. */
  public static <T> FactList<T> unknown(String reason) {
    return new FactList<>(List.of(), reason);
  }
}
