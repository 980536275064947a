package io.layerbench.quantize;

/**
 * The values that a tensor was seen to take.
 *
 * @param min the least, finite
 * @param max the greatest, finite, at least min
 */
public record Range(float min, float max) {

  public Range {
    if (!Float.isFinite(min) || !Float.isFinite(max) || min > max) {
      throw new IllegalArgumentException("not a range: (" + min + ") to (" + max + ")");
    }
  }

  /** The least range that holds both. */
  public Range union(Range other) {
    return new Range(Math.min(min, other.min), Math.max(max, other.max));
  }
}
