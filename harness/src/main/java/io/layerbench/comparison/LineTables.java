package io.layerbench.comparison;

import io.layerbench.comparison.Comparison.Mean;
import io.layerbench.statistics.GeometricMeanRatio;
import io.layerbench.statistics.Interval;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Collects lines and means, family by family. */
final class LineTables {

  /** So that the same runs give the same intervals. */
  private static final long SEED = 42;

  private final List<Integer> baselines;
  private final CaseComparer comparer;
  private final List<Line> lines = new ArrayList<>();
  private final List<Mean> means = new ArrayList<>();

  /**
   * @param baselines by run: the index of the run that it is held against; its own for none
   * @param noise a share such as 0.02
   */
  LineTables(List<Integer> baselines, double noise) {
    this.baselines = List.copyOf(baselines);
    this.comparer = new CaseComparer(noise);
  }

  /** Cases that are tested together. */
  record Family(Line.Kind kind, List<Case> cases) {}

  /**
   * A case.
   *
   * @param forks by run
   */
  record Case(String subject, String variant, List<CaseForks> forks) {}

  /** Adds a family, unless no run has a case of it. */
  void add(Family family) {
    if (family.cases().stream().allMatch(one -> one.forks().stream().allMatch(CaseForks::isEmpty))
        && family.kind() != Line.Kind.METHOD) {
      return;
    }
    List<List<Cell>> columns = new ArrayList<>();
    for (int run = 0; run < baselines.size(); run++) {
      columns.add(column(family, run));
    }
    for (int i = 0; i < family.cases().size(); i++) {
      Case one = family.cases().get(i);
      int index = i;
      lines.add(
          new Line(
              family.kind(),
              one.subject(),
              one.variant(),
              columns.stream().map(column -> column.get(index)).toList()));
    }
  }

  private List<Cell> column(Family family, int run) {
    int baseline = baselines.get(run);
    List<CaseForks> after = family.cases().stream().map(one -> one.forks().get(run)).toList();
    if (baseline == run) {
      return after.stream().map(CaseForks::cell).toList();
    }
    List<CaseForks> before = family.cases().stream().map(one -> one.forks().get(baseline)).toList();
    if (family.kind() == Line.Kind.LAYER) {
      addMean(family, run, before, after);
    }
    return comparer.compare(before, after);
  }

  private void addMean(Family family, int run, List<CaseForks> before, List<CaseForks> after) {
    List<GeometricMeanRatio.Pair> pairs = new ArrayList<>();
    for (int i = 0; i < before.size(); i++) {
      if (!before.get(i).isEmpty() && !after.get(i).isEmpty()) {
        pairs.add(new GeometricMeanRatio.Pair(before.get(i).ms(), after.get(i).ms()));
      }
    }
    if (!pairs.isEmpty()) {
      GeometricMeanRatio mean = GeometricMeanRatio.of(pairs, SEED);
      Interval interval = mean.interval();
      means.add(
          new Mean(
              RunLine.id(run),
              family.cases().get(0).variant(),
              mean.cases(),
              mean.ratio(),
              interval == null ? null : interval.low(),
              interval == null ? null : interval.high()));
    }
  }

  /** In the model's order, a layer's precisions together; then glue, then whole models. */
  List<Line> lines() {
    Map<String, Integer> places = new HashMap<>();
    lines.forEach(line -> places.putIfAbsent(line.kind() + " " + line.subject(), places.size()));
    return lines.stream()
        .sorted(
            Comparator.comparing(Line::kind)
                .thenComparing(line -> places.getOrDefault(line.kind() + " " + line.subject(), 0)))
        .toList();
  }

  List<Mean> means() {
    return means;
  }
}
