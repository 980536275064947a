package io.layerbench.report;

import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Draws where this Java runtime can.
 *
 * @param drawer asked when there is something to draw, since even making one needs fonts
 */
record ChartPen(Supplier<ChartDrawer> drawer) {

  /**
   * A drawing.
   *
   * @throws ReportException since Java's graphics fail with errors of every kind where they lack a
   *     font or a library
   */
  String draw(Function<ChartDrawer, String> drawing) {
    try {
      return drawing.apply(drawer.get());
    } catch (RuntimeException | LinkageError | InternalError e) {
      throw new ReportException(
          "The report's charts cannot be drawn by this Java runtime (" + e + ").", e);
    }
  }
}
