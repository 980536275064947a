package io.layerbench.comparison;

/** What the forks of two runs show of one case. */
public enum Verdict {
  /** Shown to take less time, by more than the noise. */
  FASTER,
  /** Shown to take more time, by more than the noise. */
  SLOWER,
  /** No change above the noise was shown, by forks that could have shown one. */
  WITHIN_NOISE
}
