package io.layerbench.costs;

import io.layerbench.base.Precision;
import io.layerbench.statistics.Midmean;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the rounds of a whole model that was timed in place come to.
 *
 * @param precisions of its parts
 * @param wholeMs a run without the profiler
 * @param profiledMs a run under it
 */
public record PlacedModel(Map<String, Precision> precisions, double wholeMs, double profiledMs) {

  /** By name, in the order of the records; without models that never succeeded. */
  public static Map<String, PlacedModel> of(List<InPlaceRecord> records) {
    List<InPlaceRecord> good = records.stream().filter(InPlaceRecord::succeeded).toList();
    RoundLevels levels = RoundLevels.of(good);
    Map<String, List<InPlaceRecord>> byModel = new LinkedHashMap<>();
    good.forEach(one -> byModel.computeIfAbsent(one.variant(), v -> new ArrayList<>()).add(one));
    Map<String, PlacedModel> models = new LinkedHashMap<>();
    byModel.forEach((name, own) -> models.put(name, of(own, levels)));
    return models;
  }

  private static PlacedModel of(List<InPlaceRecord> own, RoundLevels levels) {
    double wholeMicros = own.stream().mapToDouble(levels::wholeMicros).average().orElseThrow();
    return new PlacedModel(own.get(0).precisions(), wholeMicros / 1000, profiledMs(own));
  }

  /** The middle half of the runs under the profiler: its first ones also fill the caches. */
  private static double profiledMs(List<InPlaceRecord> own) {
    return Midmean.of(
        own.stream()
            .flatMap(one -> one.profiledNanos().stream())
            .mapToDouble(nanos -> nanos / 1e6)
            .toArray());
  }
}
