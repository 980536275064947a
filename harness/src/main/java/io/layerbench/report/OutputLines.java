package io.layerbench.report;

import io.layerbench.run.OutputDeviation;
import io.layerbench.run.Timing;
import java.util.List;
import java.util.Locale;

/** Says whether the timed models computed what their precision's arithmetic gives. */
final class OutputLines {

  private static final String LABEL = "Outputs";

  private OutputLines() {}

  /**
   * One line.
   *
   * @param timings the forks that count
   */
  static Labelled of(List<Timing> timings) {
    List<Timing> timed = timings.stream().filter(Timing::succeeded).toList();
    List<Timing> compared = timed.stream().filter(timing -> timing.output() != null).toList();
    if (compared.isEmpty()) {
      return new Labelled(LABEL, "not compared with anything");
    }
    Timing worst = compared.get(0);
    for (Timing timing : compared) {
      worst = share(timing) > share(worst) ? timing : worst;
    }
    return new Labelled(
        LABEL,
        String.format(
            Locale.ROOT,
            "%d of %d forks compared with the simulation of their own precision; the largest deviation is %.0f%% of what rounding may do (%s)",
            compared.size(),
            timed.size(),
            100 * share(worst),
            Name.of(worst.caseId()).shown()));
  }

  /** Of the tolerance. */
  private static double share(Timing timing) {
    OutputDeviation output = timing.output();
    Double deviation = output == null ? null : output.deviation();
    return output == null || deviation == null ? 0 : deviation / output.tolerance();
  }
}
