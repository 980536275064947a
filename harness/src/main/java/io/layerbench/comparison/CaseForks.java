package io.layerbench.comparison;

import io.layerbench.run.Timing;
import io.layerbench.statistics.ForkSummary;
import io.layerbench.statistics.Interval;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The forks of one case in one run.
 *
 * @param ms their medians in ms, in order; empty where none succeeded
 * @param cell what is shown of them
 */
record CaseForks(List<Double> ms, Cell cell) {

  CaseForks {
    ms = List.copyOf(ms);
  }

  /**
   * @param forks of the case, none where it was not run
   * @param skipped why it was not planned; null where that is not known
   */
  static CaseForks of(List<Timing> forks, @Nullable String skipped) {
    List<Timing> succeeded = forks.stream().filter(Timing::succeeded).toList();
    if (succeeded.isEmpty()) {
      return missing(reason(forks, skipped));
    }
    ForkSummary summary =
        ForkSummary.of(
            succeeded.stream()
                .map(fork -> Arrays.stream(fork.callsNanos()).map(nanos -> nanos / 1e6).toArray())
                .toList());
    Interval interval = summary.interval();
    return new CaseForks(
        summary.forkMedians(),
        new Cell(
            summary.median(),
            interval == null ? null : interval.low(),
            interval == null ? null : interval.high(),
            succeeded.size(),
            succeeded.stream()
                .map(Timing::emulated)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null),
            null,
            null));
  }

  /** A case without a time. */
  static CaseForks missing(String reason) {
    return new CaseForks(List.of(), new Cell(null, null, null, 0, null, reason, null));
  }

  private static String reason(List<Timing> forks, @Nullable String skipped) {
    if (!forks.isEmpty()) {
      return "failed: " + forks.get(0).failure();
    }
    return skipped == null ? "not measured" : skipped;
  }

  boolean isEmpty() {
    return ms.isEmpty();
  }

  /** The fork medians for statistics. */
  double[] medians() {
    return ms.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
