package io.layerbench.suite;

import io.layerbench.run.CaseKind;
import io.layerbench.run.ContendedForks;
import io.layerbench.run.Timing;
import io.layerbench.statistics.ForkMedians;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** Says how steady the machine was, by the sentinel. */
final class SentinelNotes {

  private SentinelNotes() {}

  /**
   * A line where sentinels ran, and a warning where one lies far from the others or failed.
   *
   * @param journal all its lines, in order
   * @param warn keeps a warning
   */
  static void tell(List<Timing> journal, Console console, Consumer<String> warn) {
    List<Timing> sentinels =
        journal.stream().filter(timing -> timing.kind() == CaseKind.SENTINEL).toList();
    List<Double> medians =
        sentinels.stream().filter(Timing::succeeded).map(Timing::medianNanos).toList();
    if (!medians.isEmpty()) {
      double usual = new ForkMedians(medians).median();
      double least = percent(Collections.min(medians), usual);
      double most = percent(Collections.max(medians), usual);
      String range =
          String.format(
              Locale.ROOT,
              "%d %s between the cases took %.3f ms, %+.0f%% to %+.0f%%",
              medians.size(),
              medians.size() == 1 ? "sentinel" : "sentinels",
              usual / 1e6,
              least,
              most);
      console.line(range + ".");
      if (medians.size() >= ContendedForks.LEAST_SENTINELS
          && Math.max(-least, most) > ContendedForks.SENTINEL_PERCENT) {
        warn.accept(
            "The machine's speed changed during the run: "
                + range
                + ". Maybe: close other programs, let the machine come to rest, and run again.");
      }
    }
    sentinels.stream()
        .filter(timing -> !timing.succeeded())
        .findFirst()
        .ifPresent(failed -> warn.accept("A sentinel failed (%s).".formatted(failed.failure())));
  }

  private static double percent(double value, double usual) {
    return 100 * (value / usual - 1);
  }
}
