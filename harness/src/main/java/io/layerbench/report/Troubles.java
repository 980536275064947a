package io.layerbench.report;

import io.layerbench.report.ReportView.FailedLine;
import io.layerbench.report.ReportView.SkippedLine;
import io.layerbench.run.CaseKind;
import io.layerbench.run.Timing;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Lists the cases that failed or were skipped. */
final class Troubles {

  private static final int EXAMPLES = 5;

  private Troubles() {}

  static List<FailedLine> failed(List<Timing> timings) {
    return timings.stream()
        .filter(timing -> !timing.succeeded())
        .map(
            timing ->
                new FailedLine(
                    Name.of(timing.kind() == CaseKind.MODEL ? "whole model" : timing.subject()),
                    timing.backend() + " " + timing.variant(),
                    timing.fork(),
                    Name.sentence(timing.failure() == null ? "" : timing.failure()),
                    timing.log() == null ? "" : Name.of(timing.log()).shown()))
        .toList();
  }

  /** Grouped by reason, in the order of the case ids. */
  static List<SkippedLine> skipped(Map<String, String> reasons) {
    Map<String, List<String>> groups = new LinkedHashMap<>();
    new TreeMap<>(reasons)
        .forEach((id, reason) -> groups.computeIfAbsent(reason, r -> new ArrayList<>()).add(id));
    List<SkippedLine> lines = new ArrayList<>();
    groups.forEach(
        (reason, ids) ->
            lines.add(
                new SkippedLine(
                    Name.sentence(reason),
                    ids.size(),
                    ids.stream().limit(EXAMPLES).map(Name::of).toList())));
    return lines;
  }
}
