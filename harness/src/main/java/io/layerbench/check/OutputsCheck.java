package io.layerbench.check;

import io.layerbench.backend.Backends;
import io.layerbench.run.CaseKind;
import io.layerbench.run.OutputDeviation;
import io.layerbench.run.OutputTolerances;
import io.layerbench.run.Timing;
import java.util.ArrayList;
import java.util.List;

/** No time stands whose output was not compared with the simulation of its precision. */
final class OutputsCheck implements Check {

  @Override
  public String name() {
    return "outputs";
  }

  @Override
  public CheckResult check(CheckedRun run) {
    List<Timing> timed =
        run.journal().stream()
            .filter(timing -> timing.succeeded() && timing.kind() != CaseKind.SENTINEL)
            .toList();
    if (!run.isCurrent() && timed.stream().allMatch(timing -> timing.output() == null)) {
      return CheckResult.notChecked(
          name(), "the program that made the run (" + run.record().git() + ") compared none");
    }
    List<String> disagreements = new ArrayList<>();
    for (Timing timing : timed) {
      OutputDeviation output = timing.output();
      String fork = "fork %d of %s".formatted(timing.fork(), timing.caseId());
      if (output == null && !run.isCurrent()) {
        // Perhaps of a fork before an earlier program's run was taken up again.
        continue;
      }
      if (output == null || isUncompared(run, output)) {
        disagreements.add("The output of " + fork + " was not compared.");
      } else if (run.isCurrent() && output.tolerance() != tolerance(timing)) {
        disagreements.add(
            "The output of %s was compared within (%s), and its tolerance is %s."
                .formatted(fork, output.tolerance(), tolerance(timing)));
      }
    }
    return CheckResult.of(
        name(),
        "%d forks, each within the tolerance of its precision".formatted(timed.size()),
        disagreements);
  }

  /** Whole numbers are compared, too, where the arithmetic is that of floats. */
  private static boolean isUncompared(CheckedRun run, OutputDeviation output) {
    return run.isCurrent()
        && output.deviation() == null
        && output.tolerance() <= OutputTolerances.FLOAT;
  }

  private static double tolerance(Timing timing) {
    return OutputTolerances.of(
        timing.benchmarkCase(), Backends.named(timing.backend()).capabilities().fp16());
  }
}
