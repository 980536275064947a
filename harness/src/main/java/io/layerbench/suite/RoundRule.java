package io.layerbench.suite;

import io.layerbench.run.CaseKind;
import io.layerbench.run.CountedForks;
import io.layerbench.run.RoundsMade.Stop;
import io.layerbench.run.Surroundings;
import io.layerbench.run.Timing;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * How many rounds a stage has, decided from the journal alone before each round: a run that is
 * taken up again decides alike.
 *
 * @param forks rounds that every case is to have
 * @param seed of the order
 * @param limitSeconds for all rounds together; null for exactly {@code forks} rounds
 * @param stable whether the counted forks give a stable ranking
 */
record RoundRule(
    int forks, long seed, @Nullable Long limitSeconds, Predicate<List<Timing>> stable) {

  /** Exactly that many rounds. */
  static RoundRule exactly(int forks, long seed) {
    return new RoundRule(forks, seed, null, timings -> true);
  }

  /**
   * Why there is no further round; null where there is one. The first is always made, however long
   * it takes. A further one is begun when it fits into the limit if it takes as long as those
   * before did on average, and is then finished.
   *
   * @param done rounds
   * @param journal all its lines, in order
   */
  @Nullable Stop before(int done, List<Timing> journal) {
    if (done == 0) {
      return null;
    }
    if (limitSeconds == null) {
      return done < forks ? null : Stop.PLANNED;
    }
    if (done >= forks && stable.test(CountedForks.of(journal))) {
      return Stop.STABLE;
    }
    double millis = millis(journal);
    return millis + millis / done > limitSeconds * 1e3 ? Stop.TIME_LIMIT : null;
  }

  private static double millis(List<Timing> journal) {
    double millis = 0;
    for (Timing timing : journal) {
      Surroundings seen = timing.surroundings();
      if (timing.kind() != CaseKind.MODEL && seen != null) {
        millis += seen.wallMillis();
      }
    }
    return millis;
  }
}
