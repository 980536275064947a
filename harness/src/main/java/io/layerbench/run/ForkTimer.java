package io.layerbench.run;

import java.nio.file.Path;

/** Times one fork of one case; the benchmarks module does it with JMH. */
@FunctionalInterface
public interface ForkTimer {

  /**
   * Runs one fork to its end, whatever end that is.
   *
   * @param item which case, fork and place in the order
   * @param caseFile what the fork is to run
   * @param folder the run's folder, for JMH's own results and for logs
   * @return its samples, or why there are none; never an exception for a fork that fails
   * @throws InterruptedException when the user interrupts
   */
  Timing time(PlannedFork item, Path caseFile, RunFolder folder) throws InterruptedException;
}
