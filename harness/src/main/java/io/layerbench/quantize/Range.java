package io.layerbench.quantize;

import io.layerbench.base.InvalidInputException;
import java.nio.FloatBuffer;

/**
 * The values that a tensor was seen to take.
 *
 * @param min the least, finite
 * @param max the greatest, finite, at least min
 */
public record Range(float min, float max) {

  private static final int BLOCK = 4096;

  public Range {
    if (!Float.isFinite(min) || !Float.isFinite(max) || min > max) {
      throw new IllegalArgumentException("not a range: (" + min + ") to (" + max + ")");
    }
  }

  /**
   * The range of those values of a tensor.
   *
   * @param values at least one, from position to limit; the position is left as it was
   * @throws InvalidInputException where a value is NaN or infinite
   */
  static Range of(String tensor, FloatBuffer values) {
    FloatBuffer left = values.duplicate();
    // Loops over arrays become vector instructions, loops over buffers do not.
    float[] block = new float[Math.min(BLOCK, left.remaining())];
    float min = Float.POSITIVE_INFINITY;
    float max = Float.NEGATIVE_INFINITY;
    while (left.hasRemaining()) {
      int n = Math.min(block.length, left.remaining());
      left.get(block, 0, n);
      for (int i = 0; i < n; i++) {
        min = Math.min(min, block[i]);
        max = Math.max(max, block[i]);
      }
    }
    // Both are NaN as soon as one value is.
    if (!Float.isFinite(min) || !Float.isFinite(max)) {
      throw new InvalidInputException(
          "The tensor (%s) takes a value (%s) that is no number."
              .formatted(tensor, Float.isFinite(min) ? max : min),
          "the inputs are not preprocessed as the model expects.");
    }
    return new Range(min, max);
  }

  /** The least range that holds both. */
  public Range union(Range other) {
    return new Range(Math.min(min, other.min), Math.max(max, other.max));
  }
}
