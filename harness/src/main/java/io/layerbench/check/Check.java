package io.layerbench.check;

/** Compares some of a run's files with what they were made from. */
interface Check {

  /** What it looks at, in a word or two. */
  String name();

  /**
   * Compares.
   *
   * @throws io.layerbench.base.InvalidInputException when a file is not valid
   */
  CheckResult check(CheckedRun run);
}
