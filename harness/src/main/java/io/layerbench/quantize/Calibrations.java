package io.layerbench.quantize;

import io.layerbench.base.InvalidInputException;
import java.nio.FloatBuffer;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/**
 * Calibrates by all methods at once: each value is seen once and none is kept, so memory depends on
 * the number of tensors alone.
 */
public final class Calibrations {

  private static final double NEW_SAMPLE = 0.1;
  private static final int BLOCK = 4096;

  private final Map<String, Seen> tensors = new HashMap<>();
  private final float[] block = new float[BLOCK];

  /** What one tensor has shown. */
  private static final class Seen {

    private final Histogram histogram = new Histogram();
    private Range all;
    private Range average;

    private Seen(Range first) {
      this.all = first;
      this.average = first;
    }

    private void add(Range sample) {
      all = all.union(sample);
      average = new Range(moved(average.min(), sample.min()), moved(average.max(), sample.max()));
    }

    /** Grows with either, and so lies between them; in double, where no sum overflows. */
    private static float moved(float before, float sample) {
      return (float) ((1 - NEW_SAMPLE) * before + NEW_SAMPLE * sample);
    }
  }

  /**
   * Takes the values of one tensor on one sample.
   *
   * @param values from position to limit; the position is left as it was
   * @throws InvalidInputException where a value is NaN or infinite
   */
  public void observe(String tensor, FloatBuffer values) {
    if (!values.hasRemaining()) {
      return;
    }
    Range sample = Range.of(tensor, values);
    Seen seen = tensors.get(tensor);
    if (seen == null) {
      seen = new Seen(sample);
      tensors.put(tensor, seen);
    } else {
      seen.add(sample);
    }
    float peak = Math.max(Math.abs(sample.min()), Math.abs(sample.max()));
    FloatBuffer left = values.duplicate();
    while (left.hasRemaining()) {
      seen.histogram.add(block, take(left), peak);
    }
  }

  private int take(FloatBuffer source) {
    int n = Math.min(BLOCK, source.remaining());
    source.get(block, 0, n);
    return n;
  }

  /**
   * The ranges of all tensors seen so far.
   *
   * @param samples how many samples were run
   * @param random true when the inputs were random numbers
   */
  public CalibrationTables tables(String modelSha256, int samples, boolean random) {
    Map<String, Map<CalibrationMethod, Range>> ranges = new HashMap<>();
    tensors.forEach((tensor, seen) -> ranges.put(tensor, ranges(seen)));
    return new CalibrationTables(modelSha256, samples, random, ranges);
  }

  private static Map<CalibrationMethod, Range> ranges(Seen seen) {
    ClippedRanges clipped = new ClippedRanges(seen.histogram, seen.all);
    Map<CalibrationMethod, Range> ranges = new EnumMap<>(CalibrationMethod.class);
    ranges.put(CalibrationMethod.MINMAX, seen.all);
    ranges.put(CalibrationMethod.MOVING_AVERAGE, seen.average);
    ranges.put(CalibrationMethod.PERCENTILE, clipped.percentile());
    ranges.put(CalibrationMethod.MSE, clipped.mse());
    ranges.put(CalibrationMethod.ENTROPY, clipped.entropy());
    return ranges;
  }
}
