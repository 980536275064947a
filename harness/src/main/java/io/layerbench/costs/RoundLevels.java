package io.layerbench.costs;

import io.layerbench.statistics.Midmean;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Brings rounds to a common level: a machine that was slower during one was so for all its models.
 */
final class RoundLevels {

  private final Map<Integer, Double> scales;

  private RoundLevels(Map<Integer, Double> scales) {
    this.scales = scales;
  }

  /**
   * The levels of records that succeeded: of a round the geometric mean over its models of the
   * model's usual time by its time there.
   */
  static RoundLevels of(List<InPlaceRecord> records) {
    Map<String, List<Double>> wholes = new HashMap<>();
    records.forEach(
        one -> wholes.computeIfAbsent(one.variant(), v -> new ArrayList<>()).add(whole(one)));
    Map<Integer, List<Double>> logs = new HashMap<>();
    for (InPlaceRecord one : records) {
      double usual = Midmean.of(array(wholes.getOrDefault(one.variant(), List.of(whole(one)))));
      logs.computeIfAbsent(one.round(), r -> new ArrayList<>()).add(Math.log(usual / whole(one)));
    }
    Map<Integer, Double> scales = new HashMap<>();
    logs.forEach(
        (round, all) ->
            scales.put(round, Math.exp(all.stream().mapToDouble(log -> log).average().orElse(0))));
    return new RoundLevels(scales);
  }

  /** What the times of a record's round are multiplied by. */
  double scale(InPlaceRecord record) {
    return scales.getOrDefault(record.round(), 1.0);
  }

  /** A whole run of a record without the profiler, in microseconds at the common level. */
  double wholeMicros(InPlaceRecord record) {
    return scale(record) * whole(record);
  }

  private static double whole(InPlaceRecord record) {
    return Midmean.of(record.wholeNanos().stream().mapToDouble(nanos -> nanos / 1e3).toArray());
  }

  private static double[] array(List<Double> values) {
    return values.stream().mapToDouble(value -> value).toArray();
  }
}
