package io.layerbench.suite;

import io.layerbench.comparison.Cell;
import io.layerbench.comparison.Comparison;
import io.layerbench.comparison.Line;
import io.layerbench.comparison.RunLine;
import io.layerbench.comparison.Tally;
import io.layerbench.comparison.Texts;
import io.layerbench.comparison.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** A comparison of runs for a terminal: whole models, what changed, and what to read with care. */
public final class RunComparisonText {

  private static final int LONGEST_NAME = 34;
  private static final int MOST_CHANGES = 12;
  private static final Set<Verdict> CHANGED = Set.of(Verdict.FASTER, Verdict.SLOWER);

  private RunComparisonText() {}

  /** The lines. */
  public static List<String> lines(Comparison comparison) {
    List<String> lines = new ArrayList<>();
    for (RunLine run : comparison.runs()) {
      String role = run.comparedWith() == null ? ", the baseline" : "";
      lines.add(plain(run.id() + "  " + Texts.run(run) + role));
    }
    lines.add("");
    wholeModels(lines, comparison);
    comparison.means().forEach(mean -> lines.add("Layers on average: " + Texts.mean(mean)));
    for (Tally tally : Tally.of(comparison)) {
      lines.add(Texts.tally(comparison, tally));
      changes(lines, comparison, tally.run());
    }
    lines.add(Texts.portable(comparison));
    return lines;
  }

  /** What to warn of: conditions that differ, and a machine that was not quiet. */
  public static List<String> warnings(Comparison comparison) {
    return Texts.warnings(comparison).stream().map(RunComparisonText::plain).toList();
  }

  private static void wholeModels(List<String> lines, Comparison comparison) {
    for (Line line : comparison.lines(Line.Kind.METHOD)) {
      StringBuilder text = new StringBuilder("%-28s".formatted(shortened(line.subject())));
      for (int i = 0; i < line.cells().size(); i++) {
        Cell cell = line.cells().get(i);
        text.append(
            "  %s %s ms".formatted(comparison.runs().get(i).id(), Texts.ms(cell.medianMs())));
        if (cell.change() != null) {
          text.append(" ").append(Texts.change(cell.change()));
        }
      }
      lines.add(text.toString());
    }
  }

  private static void changes(List<String> lines, Comparison comparison, String run) {
    int index = comparison.runs().stream().map(RunLine::id).toList().indexOf(run);
    List<Line> changed =
        comparison.lines().stream()
            .filter(line -> line.kind() != Line.Kind.METHOD)
            .filter(line -> isChanged(line.cells().get(index)))
            .sorted(
                Comparator.comparingDouble(
                    line ->
                        -Math.abs(
                            Objects.requireNonNull(line.cells().get(index).change()).percent())))
            .toList();
    changed.stream()
        .limit(MOST_CHANGES)
        .forEach(
            line ->
                lines.add(
                    "  %-34s  %-5s  %s"
                        .formatted(
                            shortened(line.subject()),
                            line.variant(),
                            Texts.change(
                                Objects.requireNonNull(line.cells().get(index).change())))));
    if (changed.size() > MOST_CHANGES) {
      lines.add("  … and %d more".formatted(changed.size() - MOST_CHANGES));
    }
  }

  private static boolean isChanged(Cell cell) {
    return cell.change() != null
        && cell.change().verdict() != null
        && CHANGED.contains(cell.change().verdict());
  }

  private static String shortened(String name) {
    return TerminalText.shortened(name, LONGEST_NAME);
  }

  private static String plain(String text) {
    return TerminalText.plain(text);
  }
}
