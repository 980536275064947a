package io.layerbench.comparison;

import io.layerbench.base.Precision;
import io.layerbench.comparison.Comparison.PortablePlan;
import io.layerbench.ranking.Ranking;
import io.layerbench.ranking.SummedSensitivity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One plan for all devices: it or the reason why there is none.
 *
 * <p>It may lower no more sensitivity in sum than the run's own plan that lowers the most, so that
 * it is no more daring than a plan that was accepted on some device.
 *
 * @param plan null where there is none
 * @param reason null where there is one
 */
record Portable(@Nullable PortablePlan plan, @Nullable String reason) {

  static Portable of(
      List<ComparedRun> runs, List<@Nullable Pricing> pricings, Iterable<Line> lines) {
    List<Pricing> known = pricings.stream().filter(Objects::nonNull).toList();
    if (known.size() < runs.size()) {
      return none("a run has neither costs in place nor timed layers");
    }
    List<Ranking> rankings =
        runs.stream().map(ComparedRun::ranking).filter(Objects::nonNull).toList();
    if (rankings.size() < runs.size()) {
      return none("a run has no ranking, and so no plan");
    }
    Map<String, Double> sensitivities = sensitivities(rankings, lines);
    if (sensitivities.isEmpty()) {
      return none("no layer has a sensitivity and an INT8 time in every run");
    }
    List<Map<String, Precision>> own = new ArrayList<>();
    runs.forEach(run -> own.add(run.plan()));
    double limit = 0;
    for (Map<String, Precision> plan : own) {
      limit =
          Math.max(
              limit,
              sensitivities.entrySet().stream()
                  .filter(one -> plan.get(one.getKey()) == Precision.INT8)
                  .mapToDouble(Map.Entry::getValue)
                  .sum());
    }
    PortableSearch search = new PortableSearch(known, sensitivities, limit);
    PortableSearch.Found found = search.find(own);
    return new Portable(
        new PortablePlan(
            found.plan(),
            100 * found.worst(),
            found.regrets().stream().map(one -> 100 * one).toList(),
            limit,
            search.isExact()
                ? "every plan was tried"
                : "by flips and exchanges from the runs' own plans"),
        null);
  }

  private static Portable none(String reason) {
    return new Portable(null, reason);
  }

  /** By the layers that can be INT8 everywhere: the greatest that a run has. */
  private static Map<String, Double> sensitivities(List<Ranking> rankings, Iterable<Line> lines) {
    Map<String, Double> summed =
        SummedSensitivity.ofRows(
                rankings.stream().flatMap(ranking -> ranking.rows().stream()).toList())
            .values();
    Map<String, Double> all = new LinkedHashMap<>();
    for (Line line : lines) {
      Double value = summed.get(line.subject());
      boolean everywhere = line.cells().stream().allMatch(cell -> cell.medianMs() != null);
      if (line.kind() == Line.Kind.LAYER
          && line.variant().equals(Precision.INT8.id())
          && everywhere
          && value != null) {
        all.put(line.subject(), value);
      }
    }
    return all;
  }
}
