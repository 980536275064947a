package io.layerbench.ranking;

import java.util.List;

/**
 * A plan of the frontier: a row of pareto.csv.
 *
 * @param backend the backend's name
 * @param point from 1, the fastest first
 * @param predictedLatencyMs ms
 * @param sensitivity summed over its layers in INT8
 * @param sizeMb of the layers' weights, MB of 10⁶ bytes
 * @param knee true for the plan that the policy pareto takes without budgets
 * @param int8 its layers in INT8, in the model's order
 * @param toInt8 those of them that the point before has not
 * @param toFp32 the layers in INT8 that the point before has and this one has not
 */
public record ParetoRow(
    String backend,
    int point,
    double predictedLatencyMs,
    double sensitivity,
    double sizeMb,
    boolean knee,
    List<String> int8,
    List<String> toInt8,
    List<String> toFp32) {

  public ParetoRow {
    int8 = List.copyOf(int8);
    toInt8 = List.copyOf(toInt8);
    toFp32 = List.copyOf(toFp32);
    if (point < 1 || predictedLatencyMs < 0 || sensitivity < 0 || sizeMb < 0) {
      throw new IllegalArgumentException(
          "point (%d), latency (%s), sensitivity (%s), size (%s)"
              .formatted(point, predictedLatencyMs, sensitivity, sizeMb));
    }
  }
}
