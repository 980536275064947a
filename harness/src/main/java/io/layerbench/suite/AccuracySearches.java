package io.layerbench.suite;

import io.layerbench.backend.Backends;
import io.layerbench.base.Json;
import io.layerbench.base.NoPlanException;
import io.layerbench.run.PlanningOptions;
import io.layerbench.run.RunOptions;
import java.nio.file.Files;

/** Measures the accuracy of plans on every backend, where the run's policy or drop asks for it. */
final class AccuracySearches {

  private final RunStart start;
  private final Console console;
  private final RankingStation station;
  private final Ranges ranges;

  /**
   * @param station which ranks by what is known before
   */
  AccuracySearches(RunStart start, Console console, RankingStation station, Ranges ranges) {
    this.start = start;
    this.console = console;
    this.station = station;
    this.ranges = ranges;
  }

  /** Searches, or reads what was found before. */
  SearchResults run() {
    PlanningOptions planning = options().planning();
    if (planning.maxDropPoints() == null) {
      return SearchResults.NONE;
    }
    for (String backend : options().backends()) {
      try {
        if (planning.measuresAccuracy()) {
          search(backend);
        } else {
          new DropSearch(start, console, station, backend)
              .run(() -> MeasuredPlans.of(start, Backends.named(backend), ranges.of(backend)));
        }
      } catch (NoPlanException e) {
        // No costs, or a budget that cannot be met whatever the accuracy: ranking says so again.
        console.line("Accuracy search on %s: %s".formatted(backend, e.getMessage()));
      }
    }
    return SearchResults.read(start.folder(), options());
  }

  private void search(String backend) {
    String name = PlanSearch.fileName(options(), backend);
    if (Files.exists(start.folder().file(name))) {
      return;
    }
    MeasuredPlans plans = MeasuredPlans.of(start, Backends.named(backend), ranges.of(backend));
    PlanSearch search =
        new PlanSearch(backend, options().planning(), options().seed(), plans, console::line);
    PlanSearch.Found found = search.run(station.input(backend, options().planning()));
    start.folder().write(name, Json.pretty(found));
  }

  private RunOptions options() {
    return start.job().options();
  }
}
