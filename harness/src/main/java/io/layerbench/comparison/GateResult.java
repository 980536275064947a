package io.layerbench.comparison;

import java.util.List;

/**
 * What a gate found.
 *
 * @param limits that were to hold
 * @param checks in the order of the comparison's lines, then accuracies
 */
public record GateResult(Limits limits, List<Check> checks) {

  public GateResult {
    checks = List.copyOf(checks);
  }

  /**
   * What is allowed.
   *
   * @param maxSlowdownPercent a case may be shown to be slower by
   * @param maxDropPoints a whole model's accuracy may fall by, in points of percent
   */
  public record Limits(double maxSlowdownPercent, double maxDropPoints) {}

  /** How a check ended. */
  public enum Outcome {
    PASSED,
    FAILED,
    /** There are too few forks for a verdict. */
    UNDECIDED
  }

  /**
   * One check.
   *
   * @param group what it belongs to, such as "layers in int8"
   * @param name what was checked
   * @param run the id of the run
   * @param text what was found
   */
  public record Check(String group, String name, String run, Outcome outcome, String text) {}

  /** The checks that ended so. */
  public List<Check> of(Outcome outcome) {
    return checks.stream().filter(check -> check.outcome() == outcome).toList();
  }

  /** True where nothing failed. */
  public boolean passed() {
    return of(Outcome.FAILED).isEmpty();
  }

  /** One sentence. */
  public String verdict() {
    return "%s: %d of %s failed, %d undecided."
        .formatted(
            passed() ? "The gate is open" : "The gate is closed",
            of(Outcome.FAILED).size(),
            Texts.count(checks.size(), "check"),
            of(Outcome.UNDECIDED).size());
  }
}
