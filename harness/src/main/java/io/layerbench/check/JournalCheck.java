package io.layerbench.check;

import io.layerbench.run.CaseKind;
import io.layerbench.run.Timing;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Every line of the journal belongs to the run, once, and has all K samples or a reason. */
final class JournalCheck implements Check {

  @Override
  public String name() {
    return "journal";
  }

  @Override
  public CheckResult check(CheckedRun run) {
    int samples = run.record().options().iterations();
    Set<String> planned = new HashSet<>(run.record().plannedCases());
    Set<List<Object>> seen = new HashSet<>();
    List<String> disagreements = new ArrayList<>();
    int last = -1;
    for (Timing timing : run.journal()) {
      String fork = "Fork %d of %s".formatted(timing.fork(), timing.caseId());
      boolean sentinel = timing.kind() == CaseKind.SENTINEL;
      if (!timing.caseId().equals(timing.benchmarkCase().id())) {
        disagreements.add(
            "%s is named after another case than it times (%s)."
                .formatted(fork, timing.benchmarkCase().id()));
      } else if (!sentinel && !planned.contains(timing.caseId())) {
        disagreements.add(fork + " is of no planned case.");
      }
      if (timing.succeeded() && timing.samplesNanos().size() != samples) {
        disagreements.add(
            "%s has %d samples, and K is %d."
                .formatted(fork, timing.samplesNanos().size(), samples));
      }
      if (!seen.add(List.of(timing.caseId(), timing.fork(), timing.attempt()))) {
        disagreements.add(fork + " is there twice.");
      }
      if (timing.sequence() != last + 1) {
        disagreements.add(
            "%s has the place (%d) in the order of execution, right behind place (%d)."
                .formatted(fork, timing.sequence(), last));
      }
      last = timing.sequence();
    }
    return CheckResult.of(
        name(),
        "%d forks, K = %d samples each".formatted(run.journal().size(), samples),
        disagreements);
  }
}
