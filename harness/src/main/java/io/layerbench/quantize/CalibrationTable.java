package io.layerbench.quantize;

import java.util.Map;
import java.util.TreeMap;

/**
 * The ranges of a model's tensors, as calibration found them.
 *
 * @param modelSha256 the model that was run
 * @param method for example "minmax"
 * @param samples how many samples were run
 * @param random true when the inputs were random numbers: the ranges then say nothing about real
 *     data
 * @param ranges by tensor name
 */
public record CalibrationTable(
    String modelSha256, String method, int samples, boolean random, Map<String, Range> ranges) {

  public CalibrationTable {
    ranges = new TreeMap<>(ranges);
  }
}
