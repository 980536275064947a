package io.layerbench.report;

import java.util.List;

/**
 * What INT8 gains on a backend.
 *
 * @param backend where it was measured
 * @param sentence what the lines show
 * @param lines the greatest gain first
 */
public record GainView(String backend, String sentence, List<Line> lines) {

  /**
   * What INT8 gains of a layer in place, times in ms.
   *
   * @param close true when it is not shown to differ from the row above
   * @param interval empty when there is none
   */
  public record Line(
      Name layer,
      String fp32,
      String int8,
      boolean close,
      String gain,
      String interval,
      String verdict) {}
}
