package io.layerbench.check;

import io.layerbench.base.InvalidInputException;
import io.layerbench.base.LayerbenchException;
import io.layerbench.run.RunFolder;
import java.util.List;

/**
 * Recomputes what can be recomputed of a run without its model and data: from the raw samples the
 * statistics, the ranking and the plans, from the models their sizes, and from all files the
 * report. What nothing else implies is compared with the digests that the run left.
 */
public final class RunCheck {

  private static final List<Check> ALL =
      List.of(
          new FilesCheck(),
          new JournalCheck(),
          new CasesCheck(),
          new OutputsCheck(),
          new OrderCheck(),
          new DigestsCheck(),
          new RankingCheck(),
          new EvaluationCheck(),
          new ModelsCheck(),
          new InPlaceCheck(),
          new WarningsCheck(),
          new ReportCheck());

  private RunCheck() {}

  /**
   * Every check's result.
   *
   * @throws InvalidInputException when run.json or the journal is not valid, so that nothing can be
   *     compared
   */
  public static List<CheckResult> of(RunFolder folder) {
    CheckedRun run = CheckedRun.of(folder);
    return ALL.stream().map(check -> result(check, run)).toList();
  }

  private static CheckResult result(Check check, CheckedRun run) {
    try {
      return check.check(run);
    } catch (LayerbenchException e) {
      return CheckResult.failed(check.name(), e.getMessage());
    }
  }
}
