package io.layerbench.run;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Which forks are measured again, once, since others disturbed them. */
public final class Remeasurement {

  /**
   * At most that share of the forks so far is measured again, so that a machine that is always busy
   * does not double its run.
   */
  public static final double SHARE = 0.25;

  private Remeasurement() {}

  /**
   * The forks to measure again now, the most disturbed first.
   *
   * @param cases whose forks
   * @param rounds that are done
   * @param journal all its lines, in order
   * @return without places in the order of execution
   */
  public static List<PlannedFork> of(List<BenchmarkCase> cases, int rounds, List<Timing> journal) {
    Set<String> ids = cases.stream().map(BenchmarkCase::id).collect(Collectors.toSet());
    List<Timing> own = journal.stream().filter(timing -> ids.contains(timing.caseId())).toList();
    Set<String> again = new HashSet<>();
    own.stream().filter(timing -> timing.attempt() > 0).forEach(timing -> again.add(key(timing)));
    long left = (long) (SHARE * cases.size() * rounds) - again.size();
    ContendedForks contended = ContendedForks.of(journal);
    return own.stream()
        .filter(timing -> contended.contains(timing) && !again.contains(key(timing)))
        .sorted(
            Comparator.comparingDouble(ContendedForks::level)
                .reversed()
                .thenComparingInt(Timing::sequence))
        .limit(Math.max(0, left))
        .map(
            timing ->
                new PlannedFork(timing.benchmarkCase(), timing.fork(), 0, contended.reason(timing)))
        .toList();
  }

  /**
   * How many forks will have been measured again in the end, if the rest is disturbed as often as
   * what is finished.
   *
   * @param planned forks in all
   * @param finished of these
   * @param known forks that were measured again or are to be
   */
  public static int foreseen(int planned, int finished, int known) {
    double share = finished == 0 ? 0 : (double) known / finished;
    return (int) Math.max(known, Math.round(planned * Math.min(SHARE, share)));
  }

  private static String key(Timing timing) {
    return timing.fork() + " " + timing.caseId();
  }
}
