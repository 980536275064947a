package io.layerbench.sensitivity;

import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * Sums over pairs of outputs, in blocks that the compiler turns into vector instructions: float
 * lanes take few terms each before they are added up in double.
 */
final class DistanceMeter {

  private static final int LANES = 256;
  private static final int ROWS = 16;

  private final float[] first = new float[LANES * ROWS];
  private final float[] second = new float[LANES * ROWS];
  private final float[] lanes = new float[LANES];
  private final float[] otherLanes = new float[LANES];

  /**
   * ‖Y‖₂² and the peak of an output.
   *
   * @param squares Σ y²
   * @param peak max |y|
   */
  record Signal(double squares, double peak) {}

  /** Of the buffer from its position to its limit; neither moves. */
  Signal signal(FloatBuffer values) {
    FloatBuffer left = values.duplicate();
    double squares = 0;
    double peak = 0;
    while (left.hasRemaining()) {
      int n = take(left, first);
      Arrays.fill(lanes, 0);
      Arrays.fill(otherLanes, 0);
      for (int row = 0; row < n; row += LANES) {
        addSquares(row, Math.min(LANES, n - row));
      }
      squares += exact(sum(lanes), n, false);
      for (float lane : otherLanes) {
        peak = Math.max(peak, lane);
      }
    }
    return new Signal(squares, peak);
  }

  /** The distance of one sample's outputs. */
  Distance distance(FloatBuffer reference, Signal signal, FloatBuffer other) {
    if (reference.remaining() != other.remaining()) {
      throw new IllegalStateException(
          "The outputs have different sizes (%d, %d)."
              .formatted(reference.remaining(), other.remaining()));
    }
    FloatBuffer left = reference.duplicate();
    FloatBuffer right = other.duplicate();
    double error = 0;
    double product = 0;
    while (left.hasRemaining()) {
      int n = take(left, first);
      take(right, second);
      Arrays.fill(lanes, 0);
      Arrays.fill(otherLanes, 0);
      for (int row = 0; row < n; row += LANES) {
        addPairs(row, Math.min(LANES, n - row));
      }
      error += exact(sum(lanes), n, true);
      product += sum(otherLanes);
    }
    return finish(reference.remaining(), signal, error, product);
  }

  private static Distance finish(long elements, Signal signal, double error, double product) {
    double norm = Math.sqrt(error);
    double signalNorm = Math.sqrt(signal.squares());
    double relative = signalNorm > 0 ? norm / signalNorm : norm > 0 ? 1 : 0;
    // ‖Q‖² = ‖Y − Q‖² − ‖Y‖² + 2⟨Y, Q⟩
    double otherNorm = Math.sqrt(Math.max(0, error - signal.squares() + 2 * product));
    double both = signalNorm * otherNorm;
    double cosine = both > 0 ? Math.max(-1, Math.min(1, product / both)) : norm > 0 ? 0 : 1;
    return new Distance(
        1, elements, norm, relative, error, signal.squares(), cosine, signal.peak());
  }

  private int take(FloatBuffer source, float[] target) {
    int n = Math.min(source.remaining(), target.length);
    source.get(target, 0, n);
    return n;
  }

  private void addSquares(int row, int n) {
    for (int k = 0; k < n; k++) {
      float value = first[row + k];
      lanes[k] += value * value;
      otherLanes[k] = Math.max(otherLanes[k], Math.abs(value));
    }
  }

  private void addPairs(int row, int n) {
    for (int k = 0; k < n; k++) {
      float a = first[row + k];
      float b = second[row + k];
      float difference = a - b;
      lanes[k] += difference * difference;
      otherLanes[k] += a * b;
    }
  }

  /** Squares leave the range of float sooner than the values: then once more in double. */
  private double exact(double sum, int n, boolean pairs) {
    if (sum > Float.MIN_NORMAL && sum < Float.MAX_VALUE) {
      return sum;
    }
    double squares = 0;
    for (int i = 0; i < n; i++) {
      double value = pairs ? (double) first[i] - second[i] : first[i];
      squares += value * value;
    }
    return squares;
  }

  private static double sum(float[] lanes) {
    double sum = 0;
    for (float lane : lanes) {
      sum += lane;
    }
    return sum;
  }
}
