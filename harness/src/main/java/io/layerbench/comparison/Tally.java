package io.layerbench.comparison;

import io.layerbench.comparison.Cell.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How many cases of one run changed against its baseline.
 *
 * @param run its id
 * @param faster shown to be
 * @param slower shown to be
 * @param within the noise
 * @param undecided for want of forks
 * @param missing cases that only one of the two runs has a time of
 * @param forksNeeded in each run, for a verdict on all; null where there are enough
 * @param visiblePercent the smallest change that would have been shown in the median case; null
 *     without one
 */
public record Tally(
    String run,
    int faster,
    int slower,
    int within,
    int undecided,
    int missing,
    @Nullable Integer forksNeeded,
    @Nullable Double visiblePercent) {

  /** The tallies of all runs but baselines. */
  public static List<Tally> of(Comparison comparison) {
    List<Tally> tallies = new ArrayList<>();
    for (int i = 0; i < comparison.runs().size(); i++) {
      RunLine run = comparison.runs().get(i);
      if (run.comparedWith() != null) {
        tallies.add(of(comparison, i));
      }
    }
    return tallies;
  }

  private static Tally of(Comparison comparison, int index) {
    int baseline =
        RunLine.index(Objects.requireNonNull(comparison.runs().get(index).comparedWith()));
    List<Change> changes =
        comparison.lines().stream()
            .map(line -> line.cells().get(index).change())
            .filter(Objects::nonNull)
            .toList();
    long missing =
        comparison.lines().stream()
            .filter(
                line ->
                    (line.cells().get(index).medianMs() == null)
                        != (line.cells().get(baseline).medianMs() == null))
            .count();
    List<Double> visible =
        changes.stream()
            .map(Change::visibleChangePercent)
            .filter(Objects::nonNull)
            .sorted()
            .toList();
    return new Tally(
        comparison.runs().get(index).id(),
        count(changes, Verdict.FASTER),
        count(changes, Verdict.SLOWER),
        count(changes, Verdict.WITHIN_NOISE),
        count(changes, null),
        Math.toIntExact(missing),
        changes.stream()
            .map(Change::forksNeeded)
            .filter(Objects::nonNull)
            .max(Integer::compare)
            .orElse(null),
        visible.isEmpty() ? null : visible.get(visible.size() / 2));
  }

  private static int count(List<Change> changes, @Nullable Verdict verdict) {
    return Math.toIntExact(changes.stream().filter(one -> one.verdict() == verdict).count());
  }
}
