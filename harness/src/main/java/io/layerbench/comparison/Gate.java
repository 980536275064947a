package io.layerbench.comparison;

import io.layerbench.base.InvalidInputException;
import io.layerbench.comparison.Cell.Change;
import io.layerbench.comparison.Comparison.Accuracy;
import io.layerbench.comparison.GateResult.Check;
import io.layerbench.comparison.GateResult.Limits;
import io.layerbench.comparison.GateResult.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a run is worse than its baseline. A slowdown counts only where it is shown
 * ({@link Verdict#SLOWER}) and above the limit; a case that the baseline has and the run lacks
 * fails.
 */
public final class Gate {

  /** Accuracies are quotients; their differences are not exact. */
  private static final double TINY = 1e-9;

  private final Comparison comparison;
  private final Limits limits;
  private final List<Check> checks = new ArrayList<>();

  private Gate(Comparison comparison, Limits limits) {
    this.comparison = comparison;
    this.limits = limits;
  }

  /**
   * Checks every run but the baseline.
   *
   * @throws InvalidInputException where no time can be judged, for want of forks or of cases
   */
  public static GateResult check(Comparison comparison, Limits limits) {
    Gate gate = new Gate(comparison, limits);
    gate.checkTimes();
    gate.requireJudged();
    gate.checkAccuracies();
    return new GateResult(limits, gate.checks);
  }

  private void requireJudged() {
    if (checks.stream().allMatch(check -> check.outcome() == Outcome.UNDECIDED)) {
      Integer needed =
          Tally.of(comparison).stream()
              .map(Tally::forksNeeded)
              .filter(Objects::nonNull)
              .max(Integer::compare)
              .orElse(null);
      throw new InvalidInputException(
          "No time of the run can be judged against the baseline.",
          needed == null
              ? "compare runs that share cases."
              : "make both runs with --forks %d or more.".formatted(needed));
    }
  }

  private void checkTimes() {
    for (Line line : comparison.lines()) {
      for (int i = 0; i < line.cells().size(); i++) {
        Integer baseline = baseline(i);
        if (baseline != null && line.cells().get(baseline).medianMs() != null) {
          add(line, i, line.cells().get(i), plansDiffer(line, i, baseline));
        }
      }
    }
  }

  private void add(Line line, int run, Cell cell, boolean plansDiffer) {
    String group =
        switch (line.kind()) {
          case LAYER -> "layers in " + line.variant();
          case GLUE -> "glue in " + line.variant();
          case METHOD -> "whole models";
        };
    Change change = cell.change();
    Outcome outcome;
    String text;
    if (change == null) {
      outcome = Outcome.FAILED;
      text = "missing: " + cell.missing();
    } else {
      outcome = outcome(change);
      text = Texts.change(change) + (plansDiffer ? "; the two runs' plans differ" : "");
    }
    checks.add(new Check(group, line.subject(), comparison.runs().get(run).id(), outcome, text));
  }

  private Outcome outcome(Change change) {
    if (change.verdict() == null) {
      return Outcome.UNDECIDED;
    }
    return change.verdict() == Verdict.SLOWER && change.percent() > limits.maxSlowdownPercent()
        ? Outcome.FAILED
        : Outcome.PASSED;
  }

  /** A mixed model's time may differ because its plan does. */
  private boolean plansDiffer(Line line, int run, int baseline) {
    return line.kind() == Line.Kind.METHOD
        && !line.variant().equals("fp32")
        && !line.variant().equals("int8")
        && comparison.choices().stream()
            .anyMatch(
                choice ->
                    !Objects.equals(choice.planned().get(run), choice.planned().get(baseline)));
  }

  private void checkAccuracies() {
    for (Accuracy accuracy : comparison.accuracies()) {
      for (int i = 0; i < accuracy.percent().size(); i++) {
        Integer baseline = baseline(i);
        Double before = baseline == null ? null : accuracy.percent().get(baseline);
        if (before != null) {
          add(accuracy.method(), i, before, accuracy.percent().get(i));
        }
      }
    }
  }

  private void add(String method, int run, double before, @Nullable Double after) {
    boolean failed = after == null || before - after > limits.maxDropPoints() + TINY;
    String text =
        after == null
            ? "missing: the run has no accuracy"
            : String.format(
                Locale.ROOT, "%.2f%% after %.2f%% (%+.2f points)", after, before, after - before);
    checks.add(
        new Check(
            "accuracy",
            method,
            comparison.runs().get(run).id(),
            failed ? Outcome.FAILED : Outcome.PASSED,
            text));
  }

  private @Nullable Integer baseline(int run) {
    String id = comparison.runs().get(run).comparedWith();
    return id == null ? null : RunLine.index(id);
  }
}
