package io.layerbench.suite;

import io.layerbench.run.BenchmarkCase;
import io.layerbench.run.ContendedForks;
import io.layerbench.run.CountedForks;
import io.layerbench.run.Timing;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Says how many forks of some cases others disturbed, and what became of that. */
final class DisturbanceNotes {

  private static final int EXAMPLES = 3;

  private final Set<String> ids;
  private final List<Timing> journal;
  private final ContendedForks contended;

  /**
   * @param journal all its lines, in order
   * @param cases which are spoken of
   */
  DisturbanceNotes(List<Timing> journal, List<BenchmarkCase> cases) {
    this.ids = cases.stream().map(BenchmarkCase::id).collect(Collectors.toSet());
    this.journal = journal;
    this.contended = ContendedForks.of(journal);
  }

  /**
   * A line where some fork was disturbed, and a warning where a case has no calm one.
   *
   * @param warn keeps a warning
   */
  void tell(Console console, Consumer<String> warn) {
    List<Timing> own = journal.stream().filter(one -> ids.contains(one.caseId())).toList();
    long disturbed = own.stream().filter(contended::contains).count();
    if (disturbed == 0) {
      return;
    }
    long again = own.stream().filter(one -> one.attempt() > 0).count();
    console.line(
        "Others disturbed %d of %d forks; %d were measured again, and the calmer one counts."
            .formatted(disturbed, own.size(), again));
    List<String> restless = withoutCalmFork();
    if (!restless.isEmpty()) {
      warn.accept(
          "Others disturbed every fork of %d of %d cases (%s), whose times count all the same. Maybe: close other programs and run again."
              .formatted(restless.size(), ids.size(), examples(restless)));
    }
  }

  private List<String> withoutCalmFork() {
    Map<String, List<Timing>> cases =
        CountedForks.of(journal).stream()
            .filter(one -> ids.contains(one.caseId()) && one.succeeded())
            .collect(Collectors.groupingBy(Timing::caseId, TreeMap::new, Collectors.toList()));
    return cases.entrySet().stream()
        .filter(one -> one.getValue().stream().allMatch(contended::contains))
        .map(Map.Entry::getKey)
        .toList();
  }

  private static String examples(List<String> ids) {
    String first = ids.stream().limit(EXAMPLES).collect(Collectors.joining(", "));
    return ids.size() <= EXAMPLES ? first : first + ", …";
  }
}
