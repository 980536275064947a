package io.layerbench.suite;

import io.layerbench.sensitivity.Agreement;
import io.layerbench.sensitivity.OutputError;
import io.layerbench.sensitivity.SensitivityRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A table of sensitivities for a terminal. */
public final class SweepText {

  private static final int NAME = 36;
  private static final String FORMAT = "%-36s  %-6s  %-7s  %-5s  %11s  %8s  %8s  %8s  %9s  %7s  %s";

  private SweepText() {}

  /** A header and a line per row. */
  public static List<String> lines(List<SensitivityRow> rows) {
    List<String> lines = new ArrayList<>();
    lines.add(
        FORMAT.formatted(
            "unit",
            "kind",
            "mode",
            "prec.",
            "S_i",
            "SQNR dB",
            "PSNR dB",
            "mod. dB",
            "KL nats",
            "top-1 %",
            "accuracy drop (95%)"));
    rows.forEach(row -> lines.add(line(row)));
    return lines;
  }

  private static String line(SensitivityRow row) {
    OutputError own = row.own();
    OutputError model = row.model();
    Agreement agreement = row.predictions();
    return FORMAT
        .formatted(
            TerminalText.shortened(row.unit(), NAME),
            word(row.kind()),
            word(row.mode()),
            row.precision() == null ? "mixed" : row.precision().name(),
            number("%.3e", row.sensitivity()),
            number("%.1f", own == null ? null : own.sqnrDb()),
            number("%.1f", own == null ? null : own.psnrDb()),
            number("%.1f", model == null ? null : model.sqnrDb()),
            number("%.2e", agreement == null ? null : (Double) agreement.klNats()),
            number("%.1f", agreement == null ? null : (Double) agreement.top1Percent()),
            drop(agreement))
        .stripTrailing();
  }

  /**
   * FP32's accuracy less this one's in points of percent with its interval; empty without labels.
   */
  static String drop(@Nullable Agreement agreement) {
    if (agreement == null || agreement.dropPoints() == null) {
      return "";
    }
    return String.format(
        Locale.ROOT,
        "%.2f (%.2f to %.2f)",
        agreement.dropPoints(),
        agreement.dropLow(),
        agreement.dropHigh());
  }

  private static String number(String format, @Nullable Double value) {
    return value == null ? "–" : String.format(Locale.ROOT, format, value);
  }

  static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
