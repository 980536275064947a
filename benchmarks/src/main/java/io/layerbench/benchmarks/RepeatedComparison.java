package io.layerbench.benchmarks;

import io.layerbench.comparison.Cell;
import io.layerbench.comparison.Comparer;
import io.layerbench.comparison.Comparison;
import io.layerbench.comparison.Line;
import io.layerbench.comparison.Verdict;
import io.layerbench.run.RunFolder;
import io.layerbench.suite.ComparisonLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * How often are two real runs of the same thing called different? Compares each of several runs of
 * one model on one machine with the next one, and prints how many of the layers' verdicts are
 * "within noise".
 *
 * <pre>
 * java -cp benchmarks.jar io.layerbench.benchmarks.RepeatedComparison RUN RUN [RUN ...]
 * </pre>
 */
public final class RepeatedComparison {

  private static final double NOISE_PERCENT = 2;

  private int verdicts;
  private int within;

  private RepeatedComparison() {}

  /** Arguments: run folders, in the order in which they were made. */
  public static void main(String[] arguments) {
    if (arguments.length < 2) {
      System.err.println("usage: RepeatedComparison RUN RUN [RUN ...]");
      System.exit(2);
    }
    List<RunFolder> runs = Arrays.stream(arguments).map(Path::of).map(RunFolder::open).toList();
    RepeatedComparison all = new RepeatedComparison();
    for (int i = 0; i + 1 < runs.size(); i++) {
      all.compare(runs.get(i), runs.get(i + 1));
    }
    System.out.printf(
        "%d of %d verdicts within noise (%.1f%%) in %d comparisons%n",
        all.within, all.verdicts, 100.0 * all.within / all.verdicts, runs.size() - 1);
  }

  private void compare(RunFolder before, RunFolder after) {
    ComparisonLoader loader = new ComparisonLoader();
    loader.add(before);
    loader.add(after);
    Comparison comparison =
        Comparer.compare(loader.runs(), loader.baselines(before), NOISE_PERCENT);
    List<Line> layers = comparison.lines(Line.Kind.LAYER);
    for (Line line : layers) {
      Cell.Change change =
          Objects.requireNonNull(line.cells().get(1).change(), "no change of " + line.name());
      Verdict verdict = change.verdict();
      if (verdict == null) {
        System.out.printf("%s: no verdict, needs %s forks%n", line.name(), change.forksNeeded());
        continue;
      }
      verdicts++;
      within += verdict == Verdict.WITHIN_NOISE ? 1 : 0;
      if (verdict != Verdict.WITHIN_NOISE) {
        System.out.printf("%s: %s, %+.1f%%%n", line.name(), verdict, 100 * (change.ratio() - 1));
      }
    }
  }
}
