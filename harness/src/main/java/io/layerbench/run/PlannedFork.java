package io.layerbench.run;

import org.jspecify.annotations.Nullable;

/**
 * One fork to run.
 *
 * @param benchmarkCase the case
 * @param fork from 0
 * @param sequence its place in the order of execution, over the whole run
 * @param remeasures why the fork's first attempt does not do; null for a first attempt
 */
public record PlannedFork(
    BenchmarkCase benchmarkCase, int fork, int sequence, @Nullable String remeasures) {

  /** A first attempt. */
  public PlannedFork(BenchmarkCase benchmarkCase, int fork, int sequence) {
    this(benchmarkCase, fork, sequence, null);
  }

  /** 0 for a first attempt, 1 for a second one. */
  public int attempt() {
    return remeasures == null ? 0 : 1;
  }

  /** The same at another place in the order. */
  public PlannedFork at(int place) {
    return new PlannedFork(benchmarkCase, fork, place, remeasures);
  }
}
