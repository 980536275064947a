package io.layerbench.comparison;

import org.jspecify.annotations.Nullable;

/**
 * One case in one run.
 *
 * @param medianMs the median of the fork medians in ms; null where it has none
 * @param lowMs lower end of the interval within the run, see {@link
 *     io.layerbench.statistics.ForkSummary}; null where there is none
 * @param highMs upper end; null likewise
 * @param forks that succeeded
 * @param emulated why the time is not one of the precision's own kernels; null where it is native
 * @param missing why it has no time; null where it has one
 * @param change against the baseline; null for the baseline, and where one of the two has no time
 */
public record Cell(
    @Nullable Double medianMs,
    @Nullable Double lowMs,
    @Nullable Double highMs,
    int forks,
    @Nullable String emulated,
    @Nullable String missing,
    @Nullable Change change) {

  public Cell {
    if ((medianMs == null) == (missing == null)) {
      throw new IllegalArgumentException("A cell has a time or a reason, and not both.");
    }
  }

  /** The same without a comparison to another. */
  Cell with(Change other) {
    return new Cell(medianMs, lowMs, highMs, forks, emulated, missing, other);
  }

  /**
   * How a case changed.
   *
   * @param ratio of the medians, this run's over the baseline's: above 1 is slower
   * @param ratioLow lower end of the ratio by the intervals within both runs; null without them
   * @param ratioHigh upper end; null likewise
   * @param p two-sided, of Mann and Whitney's U over fork medians
   * @param adjustedP after Benjamini and Hochberg over the cases of the same precision
   * @param verdict null where there are too few forks for one
   * @param visibleChangePercent the smallest change that would have had a verdict; null where there
   *     are too few forks
   * @param forksNeeded in each of the two runs; null where there are enough
   */
  public record Change(
      double ratio,
      @Nullable Double ratioLow,
      @Nullable Double ratioHigh,
      double p,
      double adjustedP,
      @Nullable Verdict verdict,
      @Nullable Double visibleChangePercent,
      @Nullable Integer forksNeeded) {

    public Change {
      if (verdict == null && forksNeeded == null) {
        throw new IllegalArgumentException("A missing verdict needs its reason.");
      }
    }

    /** The ratio's distance from 1, in percent: above 0 is slower. */
    public double percent() {
      return 100 * (ratio - 1);
    }

    /** The verdict as tables have it: "faster", "slower", "~", or how many forks are needed. */
    public String text() {
      return verdict == null
          ? "too few forks (needs " + forksNeeded + ")"
          : switch (verdict) {
            case FASTER -> "faster";
            case SLOWER -> "slower";
            case WITHIN_NOISE -> "~";
          };
    }
  }
}
