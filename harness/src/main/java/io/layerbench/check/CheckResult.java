package io.layerbench.check;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one check of a run found.
 *
 * @param check its name
 * @param compared what was compared, with how much of it; or why nothing could be
 * @param outcome as it says
 * @param disagreements what does not agree, a sentence each; none unless it disagrees
 */
public record CheckResult(
    String check, String compared, Outcome outcome, List<String> disagreements) {

  /** How a check can end. */
  public enum Outcome {
    /** All that was compared agrees. */
    OK,
    /** The run does not hold what could be compared. */
    NOT_CHECKED,
    /** Something is not as the raw samples say. */
    DISAGREES
  }

  public CheckResult {
    disagreements = List.copyOf(disagreements);
    if ((outcome == Outcome.DISAGREES) == disagreements.isEmpty()) {
      throw new IllegalArgumentException("%s: %s of %s".formatted(check, outcome, disagreements));
    }
  }

  /** Agrees where there is no disagreement. */
  static CheckResult of(String check, String compared, List<String> disagreements) {
    return new CheckResult(
        check, compared, disagreements.isEmpty() ? Outcome.OK : Outcome.DISAGREES, disagreements);
  }

  /** Nothing to compare. */
  static CheckResult notChecked(String check, String reason) {
    return new CheckResult(check, reason, Outcome.NOT_CHECKED, List.of());
  }

  /** Could not be read to the end. */
  static CheckResult failed(String check, @Nullable String message) {
    String reason = message == null ? "no reason" : message.replace('\n', ' ');
    return new CheckResult(check, "not read to the end", Outcome.DISAGREES, List.of(reason));
  }

  /** True where the run does not hold what could be compared. */
  public boolean unchecked() {
    return outcome == Outcome.NOT_CHECKED;
  }

  /** True unless something disagrees. */
  public boolean passed() {
    return outcome != Outcome.DISAGREES;
  }
}
