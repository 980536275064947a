package io.layerbench.check;

import io.layerbench.run.BenchmarkCase;
import io.layerbench.run.CaseKind;
import io.layerbench.run.ForkOrder;
import io.layerbench.run.PlannedFork;
import io.layerbench.run.Timing;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The forks ran interleaved, in the order that the seed gives: not one precision after another, and
 * not again until the result pleased.
 */
final class OrderCheck implements Check {

  @Override
  public String name() {
    return "order of execution";
  }

  @Override
  public CheckResult check(CheckedRun run) {
    List<String> disagreements = new ArrayList<>();
    int compared = 0;
    for (CaseKind kind : List.of(CaseKind.LAYER, CaseKind.MODEL)) {
      List<String> actual =
          run.journal().stream()
              .filter(timing -> timing.kind() == kind && timing.attempt() == 0)
              .map(timing -> key(timing.caseId(), timing.fork()))
              .toList();
      compared += actual.size();
      List<String> expected = expected(run, kind, new HashSet<>(actual));
      for (int i = 0; i < Math.min(actual.size(), expected.size()); i++) {
        if (!actual.get(i).equals(expected.get(i))) {
          disagreements.add(
              "The seed (%d) puts %s in place %d of its stage, and the journal has %s there."
                  .formatted(run.record().options().seed(), expected.get(i), i, actual.get(i)));
          break;
        }
      }
    }
    return CheckResult.of(
        name(),
        "%d forks in the order of the seed (%d)".formatted(compared, run.record().options().seed()),
        disagreements);
  }

  /** Of the forks that there are. */
  private static List<String> expected(CheckedRun run, CaseKind kind, Set<String> present) {
    List<BenchmarkCase> cases = cases(run, kind);
    int planned =
        kind == CaseKind.LAYER ? run.record().layerForks() : run.record().options().forks();
    int there = run.journal().stream().mapToInt(Timing::fork).max().orElse(0) + 1;
    // Rounds of which no fork is there have no order, and a record may say that there are billions.
    int forks = Math.min(planned, there);
    return ForkOrder.missing(cases, forks, run.record().options().seed(), List.of()).stream()
        .map(OrderCheck::key)
        .filter(present::contains)
        .toList();
  }

  /** As planned; a case without a fork in the journal is known by its id alone. */
  private static List<BenchmarkCase> cases(CheckedRun run, CaseKind kind) {
    Map<String, BenchmarkCase> known = new LinkedHashMap<>();
    for (Timing timing : run.journal()) {
      known.put(timing.caseId(), timing.benchmarkCase());
    }
    return run.record().plannedCases().stream()
        .filter(id -> CheckedRun.kind(id) == kind)
        .map(id -> known.computeIfAbsent(id, key -> new BenchmarkCase(kind, key, "", "")))
        .toList();
  }

  private static String key(PlannedFork fork) {
    return key(fork.benchmarkCase().id(), fork.fork());
  }

  private static String key(String caseId, int fork) {
    return "fork " + fork + " of " + caseId;
  }
}
