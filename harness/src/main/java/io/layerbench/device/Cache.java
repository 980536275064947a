package io.layerbench.device;

import io.layerbench.base.Fact;
import java.util.Comparator;
import java.util.Objects;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * A kind of processor cache; equal caches of several cores are one kind.
 *
 * @param level 1 and up
 * @param bytes the size of one such cache
 * @param sharedBy how many logical processors share one, counting those that are switched on
 */
@JsonNaming(SnakeCaseStrategy.class)
public record Cache(int level, Type type, long bytes, Fact sharedBy) {

  /** What a cache holds. */
  public enum Type {
    DATA,
    INSTRUCTION,
    UNIFIED
  }

  /** The order in which caches are listed: level, type, size. */
  static final Comparator<Cache> ORDER =
      Comparator.comparingInt(Cache::level)
          .thenComparing(Cache::type)
          .thenComparingLong(Cache::bytes);

  public Cache {
    Objects.requireNonNull(type, "type");
    FactNumbers.requireCount(sharedBy, "shared_by");
    if (level < 1 || bytes < 1) {
      throw new IllegalArgumentException(
          "A cache has a level and a size of at least 1 (" + level + ", " + bytes + ").");
    }
  }
}
