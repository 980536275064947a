package io.layerbench.comparison;

import io.layerbench.comparison.GateResult.Check;
import io.layerbench.comparison.GateResult.Outcome;
import java.util.List;
import java.util.Locale;

/** A gate's summary in Markdown, fit for a CI system's page of a job. */
public final class GateMarkdown {

  private GateMarkdown() {}

  /** The text: the verdict, what failed, what is undecided, and what differs besides. */
  public static String text(Comparison comparison, GateResult result) {
    StringBuilder out = new StringBuilder("## Layerbench: ");
    out.append(MarkdownText.text(comparison.model())).append("\n\n");
    out.append("**").append(result.verdict()).append("**\n\n");
    comparison
        .runs()
        .forEach(
            run -> out.append("- %s: %s\n".formatted(run.id(), MarkdownText.text(Texts.run(run)))));
    out.append(
        String.format(
            Locale.ROOT,
            "- Allowed: %.1f%% slower, %.2f points less accuracy. Changes up to %.1f%% count as noise.\n",
            result.limits().maxSlowdownPercent(),
            result.limits().maxDropPoints(),
            comparison.noisePercent()));
    Texts.warnings(comparison)
        .forEach(one -> out.append("- %s\n".formatted(MarkdownText.text(one))));
    Tally.of(comparison)
        .forEach(
            tally ->
                out.append("- %s\n".formatted(MarkdownText.text(Texts.tally(comparison, tally)))));
    table(out, "Failed", result.of(Outcome.FAILED));
    table(out, "Undecided", result.of(Outcome.UNDECIDED));
    return out.toString();
  }

  private static void table(StringBuilder out, String title, List<Check> checks) {
    if (checks.isEmpty()) {
      return;
    }
    out.append("\n### ").append(title).append("\n\n");
    out.append(MarkdownText.header(List.of("what", "name", "run", "found")));
    for (Check check : checks) {
      out.append(
          MarkdownText.row(
              List.of(
                  check.group(),
                  MarkdownText.text(check.name()),
                  check.run(),
                  MarkdownText.text(check.text()))));
    }
  }
}
