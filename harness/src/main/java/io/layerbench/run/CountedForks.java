package io.layerbench.run;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The forks that statistics are made of: no sentinels, and of a fork that was measured twice the
 * calmer attempt.
 */
public final class CountedForks {

  private CountedForks() {}

  /**
   * One timing per case and fork, failed ones among them.
   *
   * @param journal all its lines, in order
   * @return in the order of the journal
   */
  public static List<Timing> of(List<Timing> journal) {
    ContendedForks contended = ContendedForks.of(journal);
    Map<Key, Timing> counted = new LinkedHashMap<>();
    for (Timing timing : journal) {
      if (timing.kind() != CaseKind.SENTINEL) {
        counted.merge(
            new Key(timing.caseId(), timing.fork()),
            timing,
            (first, second) -> replaces(second, first, contended) ? second : first);
      }
    }
    return counted.values().stream().sorted(Comparator.comparingInt(Timing::sequence)).toList();
  }

  private record Key(String caseId, int fork) {}

  private static boolean replaces(Timing second, Timing first, ContendedForks contended) {
    if (!second.succeeded() || !contended.contains(first)) {
      return false;
    }
    return !contended.contains(second)
        || ContendedForks.level(second) < ContendedForks.level(first);
  }
}
