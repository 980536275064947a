package io.layerbench.suite;

import io.layerbench.base.Precision;
import io.layerbench.sensitivity.OutputError;
import io.layerbench.sensitivity.SensitivityRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What calibrating costs and what a compared model costs, unit by unit, for a terminal. */
public final class ComparisonText {

  private static final int NAME = 36;
  private static final int OTHER = 12;
  private static final String FORMAT = "%-36s  %-5s  %-7s  %12s  %12s  %12s  %12s  %-24s  %s";

  private ComparisonText() {}

  /**
   * A heading, a header, and a line per unit that both have.
   *
   * @param name what the compared model is shown as
   * @param calibrated the rows of the sweep itself; those of other precisions than INT8 are left
   *     out
   * @param compared the rows of the compared model
   */
  public static List<String> lines(
      String name, List<SensitivityRow> calibrated, List<SensitivityRow> compared) {
    List<String> lines = new ArrayList<>();
    lines.add("INT8 calibrated here (PTQ) and by the scales of (%s):".formatted(name));
    String column = TerminalText.shortened(name, OTHER);
    lines.add(
        FORMAT.formatted(
            "unit",
            "kind",
            "mode",
            "PTQ dB",
            column + " dB",
            "PTQ mod. dB",
            "… mod. dB",
            "PTQ accuracy drop (95%)",
            column + " accuracy drop (95%)"));
    for (SensitivityRow row : calibrated) {
      if (row.precision() == Precision.INT8) {
        same(row, compared).ifPresent(other -> lines.add(line(row, other)));
      }
    }
    return lines;
  }

  private static Optional<SensitivityRow> same(SensitivityRow row, List<SensitivityRow> compared) {
    return compared.stream()
        .filter(
            other ->
                other.unit().equals(row.unit())
                    && other.kind() == row.kind()
                    && other.mode() == row.mode()
                    && other.operands() == row.operands())
        .findFirst();
  }

  private static String line(SensitivityRow row, SensitivityRow other) {
    return FORMAT
        .formatted(
            TerminalText.shortened(row.unit(), NAME),
            SweepText.word(row.kind()),
            SweepText.word(row.mode()),
            decibels(row.own()),
            decibels(other.own()),
            decibels(row.model()),
            decibels(other.model()),
            SweepText.drop(row.predictions()),
            SweepText.drop(other.predictions()))
        .stripTrailing();
  }

  private static String decibels(@Nullable OutputError error) {
    Double value = error == null ? null : error.sqnrDb();
    return value == null ? "–" : String.format(Locale.ROOT, "%.1f", value);
  }
}
