package io.layerbench.report;

import io.layerbench.report.ReportView.Notice;
import io.layerbench.run.ContendedForks;
import io.layerbench.run.Termination;
import io.layerbench.run.Timing;
import io.layerbench.statistics.ForkSummary;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/** What a reader must know before the numbers. */
final class Notices {

  private static final double UNSTEADY = 0.10;

  private Notices() {}

  static List<Notice> of(RunData data, Measured measured) {
    List<Notice> notices = new ArrayList<>();
    if (data.record().termination() != Termination.NORMAL) {
      notices.add(
          new Notice(
              data.record().termination() == Termination.INTERRUPTED
                  ? "The run was interrupted: what it did not measure is missing here."
                  : "The run is not finished: what it did not measure is missing here.",
              "resume it with run --resume and this folder."));
    }
    data.record().warnings().forEach(warning -> notices.add(split(warning)));
    long failed =
        measured.cases().values().stream().filter(times -> !times.failures().isEmpty()).count();
    if (failed > 0) {
      notices.add(
          new Notice(
              failed == 1 ? "One case failed." : failed + " cases failed.",
              "see their reasons and logs below."));
    }
    addNoise(notices, data.timings(), measured);
    return notices;
  }

  /** The program's warnings are "what", or "what" and "Maybe: remedy". */
  private static Notice split(String warning) {
    int maybe = warning.indexOf("Maybe: ");
    return maybe < 0
        ? new Notice(Name.sentence(warning), null)
        : new Notice(
            Name.sentence(warning.substring(0, maybe)),
            Name.sentence(warning.substring(maybe + "Maybe: ".length())));
  }

  private static void addNoise(List<Notice> notices, List<Timing> timings, Measured measured) {
    List<ForkSummary> summaries =
        measured.cases().values().stream().flatMap(times -> Stream.ofNullable(times.ms())).toList();
    addIfMany(
        notices,
        summaries.stream().filter(Notices::drifted).count(),
        summaries.size(),
        "cases drifted by more than 10% between a fork's first and last samples.",
        "let the machine come to rest, or raise --warmup.");
    addIfMany(
        notices,
        summaries.stream().filter(Notices::forksDiffer).count(),
        summaries.size(),
        "cases have forks whose medians differ by more than 10%.",
        "close other programs and run again; small differences mean nothing here.");
    addIfMany(
        notices,
        timings.stream().filter(Notices::pressed).count(),
        timings.size(),
        "forks waited for a CPU in more than %.0f%% of their samples' time."
            .formatted(ContendedForks.WAIT_PERCENT),
        "close other programs, or give the run more cores or fewer --threads.");
  }

  private static void addIfMany(
      List<Notice> notices, long count, int of, String what, String remedy) {
    if (count > 0) {
      notices.add(new Notice(count + " of " + of + " " + what, remedy));
    }
  }

  private static boolean drifted(ForkSummary summary) {
    return summary.drifts().stream().anyMatch(drift -> Math.abs(drift - 1) > UNSTEADY);
  }

  private static boolean forksDiffer(ForkSummary summary) {
    double least = Collections.min(summary.forkMedians());
    return Collections.max(summary.forkMedians()) - least > UNSTEADY * least;
  }

  private static boolean pressed(Timing timing) {
    Double wait = timing.sampledWaitPercent();
    return wait != null && wait > ContendedForks.WAIT_PERCENT;
  }
}
