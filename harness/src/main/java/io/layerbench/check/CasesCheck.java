package io.layerbench.check;

import io.layerbench.run.CaseKind;
import io.layerbench.run.Timing;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** No silent gap: planned = measured + failed, with all forks, and what is skipped has a reason. */
final class CasesCheck implements Check {

  @Override
  public String name() {
    return "cases";
  }

  @Override
  public CheckResult check(CheckedRun run) {
    Map<String, List<Timing>> forks =
        run.counted().stream().collect(Collectors.groupingBy(Timing::caseId));
    List<String> disagreements = new ArrayList<>();
    if (!run.finished()) {
      disagreements.add(
          "The run is %s: `run --resume %s` measures what is missing."
              .formatted(run.record().termination(), run.folder().path()));
    }
    Set<String> planned = new HashSet<>();
    int failed = 0;
    for (String id : run.record().plannedCases()) {
      if (!planned.add(id)) {
        disagreements.add("The case " + id + " is planned twice.");
      }
      if (run.record().skippedCases().containsKey(id)) {
        disagreements.add("The case " + id + " is planned and skipped.");
      }
      List<Timing> own = forks.getOrDefault(id, List.of());
      boolean allFailed = own.stream().noneMatch(Timing::succeeded);
      failed += !own.isEmpty() && allFailed ? 1 : 0;
      if (own.size() != wanted(run, id)) {
        disagreements.add(
            "The case %s has %d forks, and %d belong to it."
                .formatted(id, own.size(), wanted(run, id)));
      }
    }
    run.record()
        .skippedCases()
        .forEach(
            (id, reason) -> {
              if (reason.isBlank()) {
                disagreements.add("The case " + id + " is skipped without a reason.");
              }
            });
    return CheckResult.of(
        name(),
        "%d planned = %d measured + %d failed; %d not possible, each with its reason"
            .formatted(
                planned.size(),
                planned.size() - failed,
                failed,
                run.record().skippedCases().size()),
        disagreements);
  }

  private static int wanted(CheckedRun run, String id) {
    return CheckedRun.kind(id) == CaseKind.LAYER
        ? run.record().layerForks()
        : run.record().options().forks();
  }
}
