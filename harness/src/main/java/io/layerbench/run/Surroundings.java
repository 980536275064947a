package io.layerbench.run;

import org.jspecify.annotations.Nullable;

/**
 * What the machine did while a fork ran, as seen from outside.
 *
 * @param wallMillis from the fork's turn to its end, the making of its files included
 * @param stealPercent percent of the processors' time that a hypervisor gave to others; null if
 *     unknown
 * @param megahertzBefore mean clock of the processors when it began; null if unknown
 * @param megahertzAfter the same when it had ended
 */
public record Surroundings(
    long wallMillis,
    @Nullable Double stealPercent,
    @Nullable Double megahertzBefore,
    @Nullable Double megahertzAfter) {

  public Surroundings {
    if (wallMillis < 0) {
      throw new IllegalArgumentException("wall time (" + wallMillis + " ms) is below 0");
    }
  }
}
