package io.layerbench.suite;

import io.layerbench.base.Precision;
import io.layerbench.sensitivity.BlockAccuracy;
import io.layerbench.sensitivity.BlockAccuracy.Drop;
import io.layerbench.sensitivity.BlockTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The table of accuracy drops for a terminal. */
final class BlockText {

  private static final int NAME = 32;
  private static final String FORMAT = "%-32s  %6s  %12s  %-9s  %24s  %24s";

  private BlockText() {}

  static List<String> lines(BlockTable table) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "Accuracy with one block quantized at a time, the rest FP32, over "
            + table.rows().get(0).items()
            + " items:");
    lines.add(
        FORMAT.formatted(
            "block",
            "layers",
            "parameters",
            "precision",
            "accuracy % (95%)",
            "drop in points (95%)"));
    table.rows().forEach(row -> lines.add(line(row)));
    return lines;
  }

  private static String line(BlockAccuracy row) {
    Drop drop = row.drop();
    boolean fp32 = row.precision() == Precision.FP32;
    return FORMAT.formatted(
        TerminalText.shortened(row.block(), NAME),
        fp32 ? "-" : String.valueOf(row.layers().size()),
        fp32 ? "-" : String.valueOf(row.parameters()),
        row.precision().id(),
        text(row.percent(), row.interval().low(), row.interval().high()),
        drop == null ? "-" : text(drop.points(), drop.interval().low(), drop.interval().high()));
  }

  private static String text(double value, double low, double high) {
    return String.format(Locale.ROOT, "%.2f (%.2f to %.2f)", value, low, high);
  }
}
