package io.layerbench.run;

import io.layerbench.base.Precision;
import java.util.List;

/**
 * When the sentinel is run: after every 12 forks, whatever they were of. So its forks cost at most
 * a twelfth more, and which cases lie beside one is decided by the seed, as their order is.
 */
public final class Sentinels {

  /** Forks between two sentinels. */
  public static final int SPACING = 12;

  private static final String SUBJECT = "sentinel";

  private Sentinels() {}

  /** True when the next fork is to be a sentinel. */
  public static boolean isDue(List<Timing> journal) {
    int since = 0;
    for (int i = journal.size() - 1; i >= 0; i--) {
      if (journal.get(i).kind() == CaseKind.SENTINEL) {
        break;
      }
      since++;
    }
    return since >= SPACING;
  }

  /**
   * How many run among so many forks that follow one another.
   *
   * @param forks those of cases, first attempts only
   */
  public static int among(int forks) {
    return Math.max(0, forks - 1) / SPACING;
  }

  /**
   * The next sentinel, in FP32; its forks are numbered over the whole run.
   *
   * @param backend to run it on
   */
  public static PlannedFork next(String backend, List<Timing> journal) {
    long before = journal.stream().filter(one -> one.kind() == CaseKind.SENTINEL).count();
    return new PlannedFork(
        new BenchmarkCase(CaseKind.SENTINEL, SUBJECT, backend, Precision.FP32.id()),
        Math.toIntExact(before),
        0);
  }
}
