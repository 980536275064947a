package io.layerbench.suite;

import io.layerbench.ranking.FoundPlan;
import io.layerbench.run.RunFolder;
import io.layerbench.run.RunOptions;
import java.util.Map;

/**
 * What a run found by measuring the accuracy of plans, by backend.
 *
 * @param limits the most that sensitivities may sum up to for the optimal plan's accuracy to stay
 *     within {@code --max-drop}
 * @param plans what the policies that search found
 */
record SearchResults(Map<String, Double> limits, Map<String, FoundPlan> plans) {

  static final SearchResults NONE = new SearchResults(Map.of(), Map.of());

  SearchResults {
    limits = Map.copyOf(limits);
    plans = Map.copyOf(plans);
  }

  /** From a run's files. */
  static SearchResults read(RunFolder folder, RunOptions options) {
    return new SearchResults(DropSearch.limits(folder, options), PlanSearch.found(folder, options));
  }
}
