package io.layerbench.report;

import io.layerbench.backend.Availability;
import java.util.List;

/**
 * A row of the table of backends: one that cannot be used is grey, and never missing.
 *
 * @param state "available", or the step that failed
 * @param message of that step, verbatim; empty where available
 * @param remedy what the user can do; empty where available
 */
public record AvailabilityLine(
    String backend, boolean available, String state, String message, String remedy) {

  static List<AvailabilityLine> of(List<Availability> backends) {
    return backends.stream().map(AvailabilityLine::of).toList();
  }

  private static AvailabilityLine of(Availability one) {
    String step = one.failedStep();
    return new AvailabilityLine(
        Name.visible(one.backend()),
        step == null,
        step == null ? "available" : "unavailable: " + Name.visible(step),
        one.message() == null ? "" : Name.visible(one.message()),
        one.remedy() == null ? "" : "Maybe: " + Name.visible(one.remedy()));
  }
}
