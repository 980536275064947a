package io.layerbench.check;

import io.layerbench.base.BuildInfo;
import io.layerbench.report.ReportException;
import io.layerbench.report.ReportWriter;
import io.layerbench.run.FileSums;
import io.layerbench.run.RunFolder;
import io.layerbench.suite.RunLoader;
import java.util.List;

/** The report is the one that the files make, byte for byte. */
final class ReportCheck implements Check {

  private static final String FILE = RunFolder.REPORT;

  @Override
  public String name() {
    return "report";
  }

  @Override
  public CheckResult check(CheckedRun run) {
    if (!run.has(FILE)) {
      return CheckResult.notChecked(name(), "there is none");
    }
    String again;
    try {
      again = new ReportWriter().render(RunLoader.load(run.folder()));
    } catch (ReportException e) {
      return CheckResult.notChecked(name(), "it cannot be drawn here (" + e.getMessage() + ")");
    }
    boolean equal = again.equals(run.text(FILE));
    if (!equal && isOfAnotherProgram(run)) {
      return CheckResult.notChecked(
          name(),
          "it differs from this program's (%s), but the program that made the run was another (%s)"
              .formatted(BuildInfo.commit(), run.record().git()));
    }
    return CheckResult.of(
        name(),
        "written again from the other files",
        equal
            ? List.of()
            : List.of(FILE + " is not what the other files make; `report` writes it again."));
  }

  /** A run that kept digests must have this report's among them. */
  private static boolean isOfAnotherProgram(CheckedRun run) {
    return !run.record().git().equals(BuildInfo.commit())
        && (!run.isCurrent() || FileSums.agrees(run.folder(), FILE));
  }
}
