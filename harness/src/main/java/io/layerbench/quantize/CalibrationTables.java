package io.layerbench.quantize;

import io.layerbench.base.InvalidInputException;
import java.util.Map;
import java.util.TreeMap;

/**
 * calibration.json: the ranges of a model's tensors by every method, from one pass over the
 * samples.
 *
 * @param modelSha256 the model that was run
 * @param samples how many samples were run
 * @param random true when the inputs were random numbers: the ranges then say nothing about real
 *     data
 * @param ranges by tensor name, then by method
 */
public record CalibrationTables(
    String modelSha256,
    int samples,
    boolean random,
    Map<String, Map<CalibrationMethod, Range>> ranges) {
  public CalibrationTables {
    ranges = new TreeMap<>(ranges);
  }

  /**
   * The ranges by one method.
   *
   * @throws InvalidInputException where a tensor has none
   */
  public CalibrationTable by(CalibrationMethod method) {
    Map<String, Range> chosen = new TreeMap<>();
    ranges.forEach(
        (tensor, methods) -> {
          Range range = methods.get(method);
          if (range == null) {
            throw new InvalidInputException(
                "The calibration has no range by (" + method.id() + ") for (" + tensor + ").",
                "calibrate again.");
          }
          chosen.put(tensor, range);
        });
    return new CalibrationTable(modelSha256, method.id(), samples, random, chosen);
  }
}
