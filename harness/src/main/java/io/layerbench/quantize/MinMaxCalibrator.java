package io.layerbench.quantize;

import io.layerbench.base.InvalidInputException;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.Map;

/** The range of a tensor is its least and its greatest value over all samples. */
final class MinMaxCalibrator {

  private final Map<String, Range> ranges = new HashMap<>();

  /**
   * Takes the values of one tensor.
   *
   * @param values from position to limit; the position is left as it was
   * @throws InvalidInputException where a value is NaN or infinite
   */
  void observe(String tensor, FloatBuffer values) {
    if (!values.hasRemaining()) {
      return;
    }
    float min = Float.POSITIVE_INFINITY;
    float max = Float.NEGATIVE_INFINITY;
    for (int i = values.position(); i < values.limit(); i++) {
      float value = values.get(i);
      if (!Float.isFinite(value)) {
        throw new InvalidInputException(
            "The tensor (" + tensor + ") takes a value (" + value + ") that is no number.",
            "the inputs are not preprocessed as the model expects.");
      }
      min = Math.min(min, value);
      max = Math.max(max, value);
    }
    ranges.merge(tensor, new Range(min, max), Range::union);
  }

  /** The ranges of all tensors seen so far. */
  CalibrationTable table(String modelSha256, int samples, boolean random) {
    return new CalibrationTable(
        modelSha256, CalibrationMethod.MINMAX.id(), samples, random, ranges);
  }
}
