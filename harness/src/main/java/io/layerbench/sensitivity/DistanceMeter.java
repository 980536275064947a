package io.layerbench.sensitivity;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Sums over pairs of outputs, in loops that the compiler turns into vector instructions: float
 * lanes take few terms each before they are added up in double.
 */
final class DistanceMeter {

  private static final int LANES = 2048;
  private static final int ROWS = 8;

  private final float[] first = new float[LANES];
  private final float[] second = new float[LANES];
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
    Arrays.fill(otherLanes, 0);
    while (left.hasRemaining()) {
      FloatBuffer block = block(left);
      Arrays.fill(lanes, 0);
      while (left.position() < block.limit()) {
        addSquares(take(left, first, block.limit()));
      }
      double sum = sum(lanes);
      squares += isExact(sum) ? sum : squares(block, null);
    }
    for (float lane : otherLanes) {
      // A NaN must stay one.
      peak = Math.max(peak, lane);
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
      FloatBuffer block = block(left);
      FloatBuffer otherBlock = block(right);
      Arrays.fill(lanes, 0);
      Arrays.fill(otherLanes, 0);
      while (left.position() < block.limit()) {
        int n = take(left, first, block.limit());
        take(right, second, otherBlock.limit());
        addPairs(n);
      }
      double sum = sum(lanes);
      error += isExact(sum) ? sum : squares(block, otherBlock);
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

  /** What the next rows are, as a view of its own. */
  private static FloatBuffer block(FloatBuffer source) {
    FloatBuffer block = source.duplicate();
    block.limit(Math.min(source.limit(), source.position() + LANES * ROWS));
    return block;
  }

  private static int take(FloatBuffer source, float[] target, int limit) {
    int n = Math.min(limit - source.position(), LANES);
    source.get(target, 0, n);
    return n;
  }

  // One simple statement per loop, with one index for all arrays: else the compiler, which cannot
  // tell whether two arrays are the same, leaves them scalar.

  private void addSquares(int n) {
    float[] a = first;
    float[] squares = lanes;
    float[] peaks = otherLanes;
    for (int k = 0; k < n; k++) {
      squares[k] += a[k] * a[k];
    }
    for (int k = 0; k < n; k++) {
      peaks[k] = Math.max(peaks[k], Math.abs(a[k]));
    }
  }

  private void addPairs(int n) {
    float[] a = first;
    float[] b = second;
    float[] errors = lanes;
    float[] products = otherLanes;
    for (int k = 0; k < n; k++) {
      products[k] += a[k] * b[k];
    }
    for (int k = 0; k < n; k++) {
      b[k] = a[k] - b[k];
    }
    for (int k = 0; k < n; k++) {
      errors[k] += b[k] * b[k];
    }
  }

  /** False where squares have left the range of float, which they do sooner than the values. */
  private static boolean isExact(double sum) {
    return sum > Float.MIN_NORMAL && sum < Float.MAX_VALUE;
  }

  /** Σ (a − b)² in double; without b, Σ a². */
  private static double squares(FloatBuffer a, @Nullable FloatBuffer b) {
    double squares = 0;
    for (int i = 0; i < a.remaining(); i++) {
      double value = a.get(a.position() + i);
      double difference = b == null ? value : value - b.get(b.position() + i);
      squares += difference * difference;
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
