package io.layerbench.comparison;

import io.layerbench.comparison.Comparison.Choice;
import io.layerbench.comparison.Comparison.PlanCell;
import io.layerbench.comparison.Comparison.PlanRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** comparison.md: what a comparison shows, for people who read it in a repository. */
public final class ComparisonMarkdown {

  private final Comparison comparison;
  private final StringBuilder out = new StringBuilder();

  private ComparisonMarkdown(Comparison comparison) {
    this.comparison = comparison;
  }

  /** The file's text. */
  public static String text(Comparison comparison) {
    ComparisonMarkdown markdown = new ComparisonMarkdown(comparison);
    markdown.head();
    markdown.lines("Whole models", Line.Kind.METHOD);
    markdown.lines("Layers", Line.Kind.LAYER);
    markdown.lines("Glue", Line.Kind.GLUE);
    markdown.choices();
    markdown.plans();
    return markdown.out.toString();
  }

  private void head() {
    out.append("# Comparison of runs of ").append(escaped(comparison.model())).append("\n\n");
    comparison
        .runs()
        .forEach(run -> out.append("- **%s**: %s\n".formatted(run.id(), escaped(Texts.run(run)))));
    out.append("\n");
    Texts.warnings(comparison).forEach(one -> out.append("- %s\n".formatted(escaped(one))));
    Tally.of(comparison)
        .forEach(tally -> out.append("- %s\n".formatted(escaped(Texts.tally(comparison, tally)))));
    comparison
        .means()
        .forEach(
            mean -> out.append("- Layers on average, %s.\n".formatted(escaped(Texts.mean(mean)))));
    out.append("- ").append(escaped(Texts.portable(comparison))).append("\n\n");
    out.append(
        String.format(
            Locale.ROOT,
            "Times are medians of fork medians in ms. Changes up to %.1f%% count as noise; \\~ is where none is shown.\n\n",
            comparison.noisePercent()));
  }

  private void lines(String title, Line.Kind kind) {
    List<Line> lines = comparison.lines(kind);
    if (lines.isEmpty()) {
      return;
    }
    out.append("## ").append(title).append("\n\n");
    List<String> header = new ArrayList<>(List.of("name", "precision"));
    for (RunLine run : comparison.runs()) {
      header.add(run.id() + " ms");
      if (run.comparedWith() != null) {
        header.add(run.id() + " against " + run.comparedWith());
      }
    }
    out.append(MarkdownText.header(header));
    for (Line line : lines) {
      List<String> cells = new ArrayList<>(List.of(escaped(line.subject()), line.variant()));
      for (int i = 0; i < line.cells().size(); i++) {
        Cell cell = line.cells().get(i);
        cells.add(
            cell.medianMs() == null
                ? escaped(Objects.requireNonNull(cell.missing()))
                : Texts.ms(cell.medianMs()) + (cell.emulated() == null ? "" : " (emulated)"));
        if (comparison.runs().get(i).comparedWith() != null) {
          cells.add(cell.change() == null ? "–" : escaped(Texts.change(cell.change())));
        }
      }
      out.append(MarkdownText.row(cells));
    }
    out.append("\n");
  }

  private void choices() {
    if (comparison.choices().isEmpty()) {
      return;
    }
    out.append("## Layers whose best precision is not the same everywhere\n\n");
    List<String> header = new ArrayList<>(List.of("layer"));
    comparison.runs().forEach(run -> header.add(run.id() + " fastest"));
    comparison.runs().forEach(run -> header.add(run.id() + " plan"));
    out.append(MarkdownText.header(header));
    for (Choice choice : comparison.choices()) {
      List<String> cells = new ArrayList<>(List.of(escaped(choice.layer())));
      choice.fastest().forEach(one -> cells.add(one == null ? "–" : one));
      choice.planned().forEach(one -> cells.add(one == null ? "–" : one.id()));
      out.append(MarkdownText.row(cells));
    }
    out.append("\n");
  }

  private void plans() {
    out.append("## What plans would cost\n\n");
    List<String> header = new ArrayList<>(List.of("plan", "INT8 layers"));
    for (int i = 0; i < comparison.runs().size(); i++) {
      header.add(
          "on %s (%s)".formatted(comparison.runs().get(i).id(), comparison.plans().how().get(i)));
    }
    out.append(MarkdownText.header(header));
    for (PlanRow row : comparison.plans().rows()) {
      List<String> cells = new ArrayList<>(List.of(row.plan(), String.valueOf(row.int8Layers())));
      for (PlanCell cell : row.cells()) {
        cells.add(
            cell == null
                ? "–"
                : "%s ms, %s".formatted(Texts.ms(cell.ms()), Texts.percent(cell.regretPercent())));
      }
      out.append(MarkdownText.row(cells));
    }
  }

  private static String escaped(String raw) {
    return MarkdownText.text(raw);
  }
}
