package io.layerbench.run;

import io.layerbench.statistics.ForkMedians;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which forks others disturbed. It follows from the journal alone, so that a mark can be checked
 * and is the same however often a run is taken up again.
 */
public final class ContendedForks {

  /**
   * Percent of the time between the first sample and the last that a thread of the fork waited for
   * a CPU. On two processors a fork's own threads, compilers among them, made each other wait for
   * up to 42% of it (20 of 21 forks of the built-in model, run before all others by SCHED_FIFO);
   * beside other busy programs the median fork waited for 59% (78 forks).
   */
  public static final double WAIT_PERCENT = 50;

  /** Percent of the processors' time during the fork that a hypervisor gave to others. */
  public static final double STEAL_PERCENT = 2;

  /** How far a sentinel may lie from the median of all, in percent of that. */
  public static final double SENTINEL_PERCENT = 10;

  /** Of two sentinels nobody can say which one is right. */
  public static final int LEAST_SENTINELS = 3;

  private final Map<Integer, String> reasons = new HashMap<>();

  private ContendedForks() {}

  /**
   * The marks of a journal.
   *
   * @param journal all its lines, in order
   */
  public static ContendedForks of(List<Timing> journal) {
    ContendedForks marks = new ContendedForks();
    marks.addBySentinels(journal);
    for (Timing timing : journal) {
      String own = own(timing);
      if (timing.kind() != CaseKind.SENTINEL && own != null) {
        marks.reasons.put(timing.sequence(), own);
      }
    }
    return marks;
  }

  /** Why a fork counts as disturbed, in words; null where it is calm, failed or a sentinel. */
  public @Nullable String reason(Timing timing) {
    return timing.succeeded() ? reasons.get(timing.sequence()) : null;
  }

  /** True when the fork counts as disturbed. */
  public boolean contains(Timing timing) {
    return reason(timing) != null;
  }

  /**
   * How much the fork itself was disturbed, as the sum of its percents; 0 where nothing is known.
   */
  static double level(Timing timing) {
    return orZero(timing.sampledWaitPercent()) + steal(timing);
  }

  private static @Nullable String own(Timing timing) {
    double wait = orZero(timing.sampledWaitPercent());
    if (wait > WAIT_PERCENT) {
      return format("it waited for a CPU %.1f%% of its samples' time", wait);
    }
    double steal = steal(timing);
    return steal > STEAL_PERCENT
        ? format("the hypervisor gave %.1f%% of the CPUs' time to others", steal)
        : null;
  }

  private static double steal(Timing timing) {
    Surroundings seen = timing.surroundings();
    return seen == null ? 0 : orZero(seen.stealPercent());
  }

  private static double orZero(@Nullable Double value) {
    return value == null ? 0 : value;
  }

  /** Marks what lies between a deviating sentinel's neighbours. */
  private void addBySentinels(List<Timing> journal) {
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < journal.size(); i++) {
      if (journal.get(i).kind() == CaseKind.SENTINEL && journal.get(i).succeeded()) {
        places.add(i);
      }
    }
    if (places.size() < LEAST_SENTINELS) {
      return;
    }
    List<Double> medians = places.stream().map(i -> journal.get(i).medianNanos()).toList();
    double usual = new ForkMedians(medians).median();
    for (int i = 0; i < medians.size(); i++) {
      double percent = 100 * (medians.get(i) / usual - 1);
      if (Math.abs(percent) > SENTINEL_PERCENT) {
        int from = i == 0 ? 0 : places.get(i - 1);
        int to = i == medians.size() - 1 ? journal.size() : places.get(i + 1);
        String reason = format("the sentinel beside it was %+.0f%% off the usual", percent);
        journal.subList(from, to).stream()
            .filter(timing -> timing.kind() != CaseKind.SENTINEL)
            .forEach(timing -> reasons.put(timing.sequence(), reason));
      }
    }
  }

  private static String format(String pattern, double value) {
    return String.format(Locale.ROOT, pattern, value);
  }
}
