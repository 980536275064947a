package io.layerbench.report;

import io.layerbench.base.Precision;
import java.awt.Color;
import java.util.Map;

/**
 * The charts' colours. Each is drawn as a grey that stands for a variable of the page's style
 * sheet, so that one drawing suits light, dark and print; the greys are exchanged in {@link Svg}.
 */
final class Palette {

  /** Text and axes. */
  static final Color INK = new Color(1, 1, 1);

  /** Grid lines. */
  static final Color GRID = new Color(2, 2, 2);

  /** What stands out well. */
  static final Color GOOD = new Color(3, 3, 3);

  /** What stands back. */
  static final Color MUTED = new Color(4, 4, 4);

  private static final Map<Precision, Color> SERIES =
      Map.of(
          Precision.FP32, new Color(11, 11, 11),
          Precision.FP16, new Color(12, 12, 12),
          Precision.INT8, new Color(13, 13, 13),
          Precision.INT6, new Color(14, 14, 14),
          Precision.INT4, new Color(15, 15, 15));

  /** The style sheet's value by what is drawn; after the commas, Okabe and Ito's colours. */
  static final Map<String, String> VARIABLES =
      Map.ofEntries(
          Map.entry("rgb(1,1,1)", "var(--ink, #1c2430)"),
          Map.entry("black", "var(--ink, #1c2430)"),
          Map.entry("rgb(0,0,0)", "var(--ink, #1c2430)"),
          Map.entry("rgb(2,2,2)", "var(--grid, #d9dee5)"),
          Map.entry("rgb(3,3,3)", "var(--accent, #0b5cad)"),
          Map.entry("rgb(4,4,4)", "var(--muted, #566273)"),
          Map.entry("rgb(11,11,11)", "var(--fp32, #0072b2)"),
          Map.entry("rgb(12,12,12)", "var(--fp16, #009e73)"),
          Map.entry("rgb(13,13,13)", "var(--int8, #d55e00)"),
          Map.entry("rgb(14,14,14)", "var(--int6, #cc79a7)"),
          Map.entry("rgb(15,15,15)", "var(--int4, #e69f00)"));

  private Palette() {}

  /** A precision's colour. */
  static Color of(Precision precision) {
    Color color = SERIES.get(precision);
    if (color == null) {
      throw new IllegalStateException("No colour for (" + precision + ").");
    }
    return color;
  }
}
