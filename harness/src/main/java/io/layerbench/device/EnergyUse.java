package io.layerbench.device;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * The energy of back-to-back calls by a counter of the hardware, all that the processor draws
 * meanwhile included, or why the counter does not tell.
 *
 * @param mjPerCall millijoules of one call; null where unknown
 * @param watts the mean power meanwhile; null where unknown
 * @param seconds how long it was counted, from one step of the counter to another
 * @param calls how many calls were made in that time
 * @param unknown why it is unknown; null where it is known
 */
@JsonNaming(SnakeCaseStrategy.class)
public record EnergyUse(
    @Nullable Double mjPerCall,
    @Nullable Double watts,
    double seconds,
    long calls,
    @Nullable String unknown) {

  public EnergyUse {
    boolean known = mjPerCall != null && watts != null;
    if (known == (unknown != null) || (mjPerCall == null) != (watts == null)) {
      throw new IllegalArgumentException("An energy is known or has a reason, and not both.");
    }
    if (known
        && !(isPositive(mjPerCall) && isPositive(watts) && isPositive(seconds) && calls > 0)) {
      throw new IllegalArgumentException(
          "An energy (%s mJ, %s W, %s s, %d calls) is above 0 and finite."
              .formatted(mjPerCall, watts, seconds, calls));
    }
    if (!known && (seconds != 0 || calls != 0)) {
      throw new IllegalArgumentException("An unknown energy has no time and no calls.");
    }
  }

  private static boolean isPositive(@Nullable Double value) {
    return value != null && Double.isFinite(value) && value > 0;
  }

  /** An unknown energy. */
  public static EnergyUse unknown(String reason) {
    return new EnergyUse(null, null, 0, 0, reason);
  }

  static EnergyUse of(long microjoules, long nanos, long calls) {
    return new EnergyUse(
        microjoules / 1e3 / calls, microjoules * 1e3 / nanos, nanos / 1e9, calls, null);
  }
}
