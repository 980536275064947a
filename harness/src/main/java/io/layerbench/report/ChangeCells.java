package io.layerbench.report;

import io.layerbench.comparison.Cell;
import io.layerbench.comparison.Cell.Change;
import io.layerbench.comparison.Texts;
import io.layerbench.comparison.Verdict;
import io.layerbench.report.ComparisonView.LatencyCell;
import io.layerbench.statistics.Interval;

/** Says a compared case in words. */
final class ChangeCells {

  private ChangeCells() {}

  static LatencyCell of(Cell cell) {
    Double median = cell.medianMs();
    Double low = cell.lowMs();
    Double high = cell.highMs();
    Change change = cell.change();
    return new LatencyCell(
        median == null ? "–" : Numbers.significant(median),
        low == null || high == null ? "" : Numbers.range(new Interval(low, high)),
        Name.sentenceOrNull(cell.missing()),
        Name.sentenceOrNull(cell.emulated()),
        change == null ? null : Texts.percent(change.percent()),
        change == null ? "" : change.text(),
        change == null ? "" : style(change),
        change == null ? "" : details(change));
  }

  private static String style(Change change) {
    Verdict verdict = change.verdict();
    if (verdict == null) {
      return "undecided";
    }
    return switch (verdict) {
      case FASTER -> "faster";
      case SLOWER -> "slower";
      case WITHIN_NOISE -> "same";
    };
  }

  private static String details(Change change) {
    StringBuilder text = new StringBuilder();
    Double low = change.ratioLow();
    Double high = change.ratioHigh();
    if (low != null && high != null) {
      text.append(
          "By the forks' ranges %s to %s. "
              .formatted(Texts.percent(100 * (low - 1)), Texts.percent(100 * (high - 1))));
    }
    text.append("p %s, adjusted %s. ".formatted(p(change.p()), p(change.adjustedP())));
    Double visible = change.visibleChangePercent();
    if (visible != null) {
      text.append(
          "A change of %s would have been shown.".formatted(Numbers.fixed(visible, 1) + "%"));
    }
    return text.toString().strip();
  }

  private static String p(double value) {
    return Numbers.significant(value, 2);
  }
}
