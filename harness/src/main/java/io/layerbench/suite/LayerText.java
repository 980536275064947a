package io.layerbench.suite;

import io.layerbench.onnx.LayerKind;
import io.layerbench.run.LayerRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A model's layers as a table for a terminal. */
public final class LayerText {

  private static final String ROW = "%4s  %-5s  %-36s  %-24s  %10s  %-16s  %s";

  private LayerText() {}

  /** The lines, a header first. */
  public static List<String> lines(List<LayerRow> rows) {
    List<String> lines = new ArrayList<>();
    lines.add(
        ROW.formatted("#", "kind", "name", "operators", "parameters", "output", "note")
            .stripTrailing());
    for (LayerRow row : rows) {
      lines.add(
          String.format(
                  Locale.ROOT,
                  ROW,
                  row.index(),
                  row.kind() == LayerKind.LAYER ? "layer" : "glue",
                  TerminalText.shortened(row.name(), 36),
                  TerminalText.shortened(row.op(), 24),
                  row.parameters(),
                  row.outputShape(),
                  row.floatReason() == null ? "" : "float: " + row.floatReason())
              .stripTrailing());
    }
    return lines;
  }
}
