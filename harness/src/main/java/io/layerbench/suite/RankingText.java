package io.layerbench.suite;

import io.layerbench.ranking.RankedLayer;
import io.layerbench.ranking.Ranking;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A ranking as a table for a terminal. */
public final class RankingText {

  private static final String ROW = "%4s  %-32s %-10s %10s %10s %12s %12s  %s";
  private static final int LONGEST_NAME = 32;

  private RankingText() {}

  /** The lines, a header first. */
  public static List<String> lines(Ranking ranking) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "Ranking on %s by score \"%s\", policy \"%s\":"
            .formatted(ranking.backend(), ranking.score().text(), ranking.policy().text()));
    lines.add(
        ROW.formatted("rank", "layer", "op", "FP32 ms", "MB", "sensitivity", "score", "precision"));
    for (RankedLayer row : ranking.rows()) {
      lines.add(
          ROW.formatted(
              row.rank() == null ? "-" : row.rank().toString(),
              TerminalText.shortened(row.layer(), LONGEST_NAME),
              row.op(),
              number("%.4f", row.latencyMs()),
              number("%.4f", row.memoryMb()),
              number("%.3e", row.sensitivity()),
              number("%.3e", row.score()),
              end(row)));
    }
    return lines;
  }

  /** The precision, and what only some rows have. */
  private static String end(RankedLayer row) {
    String text = row.precision().name();
    if (row.energyMj() != null) {
      text += "  " + number("%.3g", row.energyMj()) + " mJ";
    }
    return row.reason() == null ? text : text + " (" + row.reason() + ")";
  }

  private static String number(String format, @Nullable Double value) {
    return value == null ? "-" : String.format(Locale.ROOT, format, value);
  }
}
