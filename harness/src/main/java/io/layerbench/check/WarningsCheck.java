package io.layerbench.check;

import io.layerbench.report.RunData;
import io.layerbench.suite.DerivedWarnings;
import io.layerbench.suite.RunLoader;
import java.util.List;

/** No warning that the conditions and the journal give rise to is left out. */
final class WarningsCheck implements Check {

  @Override
  public String name() {
    return "warnings";
  }

  @Override
  public CheckResult check(CheckedRun run) {
    if (!run.finished()) {
      return CheckResult.notChecked(name(), "the run is not finished");
    }
    RunData data = RunLoader.load(run.folder());
    List<String> due = DerivedWarnings.of(run.record(), run.journal(), data.rankings().values());
    return CheckResult.of(
        name(),
        "%d of %d that the conditions and the samples give rise to"
            .formatted(due.size(), run.record().warnings().size()),
        due.stream()
            .filter(warning -> !run.record().warnings().contains(warning))
            .map(warning -> "run.json lacks the warning (" + warning + ").")
            .toList());
  }
}
