package io.layerbench.run;

import java.util.Locale;

/**
 * How many rounds the layers' cases had, and why there were no more.
 *
 * @param rounds at least 1; each case has one fork in each
 * @param stop why
 */
public record RoundsMade(int rounds, Stop stop) {

  /** Why there are no more rounds. */
  public enum Stop {
    /** Those that were asked for are done, and no time limit was given. */
    PLANNED,
    /** Those that were asked for are done, and the ranking is stable. */
    STABLE,
    /** Another round would not have fitted into the time limit. */
    TIME_LIMIT
  }

  public RoundsMade {
    if (rounds < 1) {
      throw new IllegalArgumentException("rounds (" + rounds + ")");
    }
  }

  /** For example "4 rounds; no more, since the ranking is stable". */
  public String text() {
    String reason =
        switch (stop) {
          case PLANNED -> "as planned";
          case STABLE -> "no more, since the ranking is stable";
          case TIME_LIMIT -> "another would have passed the time limit";
        };
    return String.format(
        Locale.ROOT, "%d %s; %s", rounds, rounds == 1 ? "round" : "rounds", reason);
  }
}
