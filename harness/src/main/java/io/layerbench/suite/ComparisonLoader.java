package io.layerbench.suite;

import io.layerbench.base.InvalidInputException;
import io.layerbench.comparison.ComparedRun;
import io.layerbench.comparison.ComparedRun.ComparedMethod;
import io.layerbench.comparison.ComparedRun.Machine;
import io.layerbench.run.CaseKind;
import io.layerbench.run.ContendedForks;
import io.layerbench.run.EvaluationCsv;
import io.layerbench.run.EvaluationRow;
import io.layerbench.run.RunFolder;
import io.layerbench.run.Timing;
import io.layerbench.statistics.ForkMedians;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads runs for a comparison: each backend of each run becomes one to compare. */
public final class ComparisonLoader {

  private final List<ComparedRun> runs = new ArrayList<>();
  private final List<RunFolder> folders = new ArrayList<>();

  /**
   * Reads a run, once however often it is added.
   *
   * @throws InvalidInputException when a file is not valid
   */
  public void add(RunFolder folder) {
    if (folders.stream().anyMatch(known -> known.path().equals(folder.path()))) {
      return;
    }
    RunLoader.Compared all = RunLoader.compared(folder);
    for (String backend : all.record().options().backends()) {
      List<Timing> own =
          all.timings().stream().filter(timing -> timing.backend().equals(backend)).toList();
      folders.add(folder);
      runs.add(
          new ComparedRun(
              folder.path().toString(),
              all.record(),
              backend,
              own,
              machine(folder, own),
              all.rankings().get(backend),
              methods(all.evaluation(), backend),
              all.costs().get(backend)));
    }
  }

  private static Machine machine(RunFolder folder, List<Timing> counted) {
    List<Timing> journal = RunLoader.journal(folder);
    ContendedForks contended = ContendedForks.of(journal);
    List<Double> sentinels =
        journal.stream()
            .filter(one -> one.kind() == CaseKind.SENTINEL && one.succeeded())
            .map(one -> one.medianNanos() / 1e6)
            .toList();
    return new Machine(
        sentinels.isEmpty() ? null : (Double) new ForkMedians(sentinels).median(),
        Math.toIntExact(counted.stream().filter(contended::contains).count()));
  }

  /** What was read, in the order in which it was added. */
  public List<ComparedRun> runs() {
    return List.copyOf(runs);
  }

  /**
   * Which of the runs each is held against: the baseline's with the same backend, else its first.
   *
   * @param baseline one of those that were added
   */
  public List<Integer> baselines(RunFolder baseline) {
    List<Integer> own = new ArrayList<>();
    for (int i = 0; i < folders.size(); i++) {
      if (folders.get(i).path().equals(baseline.path())) {
        own.add(i);
      }
    }
    List<Integer> baselines = new ArrayList<>();
    for (int i = 0; i < runs.size(); i++) {
      String backend = runs.get(i).backend();
      baselines.add(
          own.contains(i)
              ? (Integer) i
              : own.stream()
                  .filter(index -> runs.get(index).backend().equals(backend))
                  .findFirst()
                  .orElse(own.get(0)));
    }
    return baselines;
  }

  /** A method that shares another's model has the other's case. */
  private static List<ComparedMethod> methods(List<EvaluationRow> rows, String backend) {
    List<ComparedMethod> methods = new ArrayList<>();
    Map<String, String> variants = new HashMap<>();
    List<EvaluationRow> own = rows.stream().filter(row -> row.backend().equals(backend)).toList();
    own.forEach(row -> variants.put(row.method(), variant(row.method())));
    for (EvaluationRow row : own) {
      String same = row.details().sameAs();
      String variant = same == null ? variant(row.method()) : variants.getOrDefault(same, same);
      methods.add(new ComparedMethod(variant, row));
    }
    return methods;
  }

  private static String variant(String title) {
    return switch (title) {
      case EvaluationCsv.FP32 -> "fp32";
      case EvaluationCsv.INT8 -> "int8";
      case EvaluationCsv.DYNAMIC -> CasePlan.DYNAMIC;
      case EvaluationCsv.MIXED -> CasePlan.MIXED;
      default -> MethodPlanner.variant(title);
    };
  }
}
