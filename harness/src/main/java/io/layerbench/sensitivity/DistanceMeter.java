package io.layerbench.sensitivity;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Sums over outputs and their simulations, in loops that the compiler turns into vector
 * instructions: float lanes take few terms each before they are added up in double. The FP32 output
 * is read once for all its simulations.
 */
final class DistanceMeter {

  // A row of all arrays in use fits into the first cache. Rows of 2048 would lie exactly pages
  // apart, where loads wait for stores of the other arrays.
  private static final int LANES = 1024;
  private static final int ROWS = 32;

  private final float[] first = new float[LANES];
  private final float[] second = new float[LANES];
  private final float[] peaks = new float[LANES];
  private final Lanes signal = new Lanes();
  private final List<Lanes> pairs = new ArrayList<>();

  /** The sums of one simulation, or of the FP32 output itself. */
  private static final class Lanes {

    private final float[] squares = new float[LANES];
    private final float[] products = new float[LANES];
    private double squared;
    private double product;
  }

  /**
   * The distances of one sample's simulated outputs from its FP32 output; no buffer's position
   * moves.
   *
   * @param reference Y, from the buffer's position to its limit
   * @param others Q of each simulation
   * @return in the order of the simulations
   * @throws IllegalArgumentException where an output is not finite
   */
  List<Distance> distances(FloatBuffer reference, List<FloatBuffer> others) {
    FloatBuffer from = reference.slice();
    List<FloatBuffer> to = others.stream().map(FloatBuffer::slice).toList();
    begin(from, to);
    int size = from.limit();
    for (int begin = 0; begin < size; begin += LANES * ROWS) {
      int end = Math.min(size, begin + LANES * ROWS);
      for (int row = begin; row < end; row += LANES) {
        addRow(from, to, row, Math.min(LANES, end - row));
      }
      finishBlock(from, to, begin, end);
    }
    double peak = 0;
    for (float lane : peaks) {
      // A NaN must stay one.
      peak = Math.max(peak, lane);
    }
    List<Distance> distances = new ArrayList<>(to.size());
    for (int i = 0; i < to.size(); i++) {
      distances.add(distance(size, peak, pairs.get(i)));
    }
    return distances;
  }

  private void begin(FloatBuffer reference, List<FloatBuffer> others) {
    Arrays.fill(peaks, 0);
    signal.squared = 0;
    for (int i = 0; i < others.size(); i++) {
      if (others.get(i).limit() != reference.limit()) {
        throw new IllegalStateException(
            "The outputs have different sizes (%d, %d)."
                .formatted(reference.limit(), others.get(i).limit()));
      }
      if (i == pairs.size()) {
        pairs.add(new Lanes());
      }
      pairs.get(i).squared = 0;
      pairs.get(i).product = 0;
    }
  }

  private void addRow(FloatBuffer reference, List<FloatBuffer> others, int row, int n) {
    reference.get(row, first, 0, n);
    addSquares(first, signal.squares, n);
    addPeaks(first, peaks, n);
    for (int i = 0; i < others.size(); i++) {
      others.get(i).get(row, second, 0, n);
      addPairs(first, second, pairs.get(i), n);
    }
  }

  /** Adds the lanes up, or where they have left float's range, the block's elements once more. */
  private void finishBlock(FloatBuffer reference, List<FloatBuffer> others, int begin, int end) {
    double squares = drain(signal.squares);
    boolean exact = isExact(squares);
    signal.squared += exact ? squares : dot(reference, reference, begin, end);
    for (int i = 0; i < others.size(); i++) {
      Lanes pair = pairs.get(i);
      double errors = drain(pair.squares);
      double product = drain(pair.products);
      if (exact && isExact(errors)) {
        pair.squared += errors;
        pair.product += product;
      } else {
        pair.squared += squaredError(reference, others.get(i), begin, end);
        pair.product += dot(reference, others.get(i), begin, end);
      }
    }
  }

  private Distance distance(long elements, double peak, Lanes pair) {
    double norm = Math.sqrt(pair.squared);
    double signalNorm = Math.sqrt(signal.squared);
    double relative = signalNorm > 0 ? norm / signalNorm : norm > 0 ? 1 : 0;
    // ‖Q‖² = ‖Y − Q‖² − ‖Y‖² + 2⟨Y, Q⟩
    double otherNorm = Math.sqrt(Math.max(0, pair.squared - signal.squared + 2 * pair.product));
    double both = signalNorm * otherNorm;
    double cosine = both > 0 ? Math.max(-1, Math.min(1, pair.product / both)) : norm > 0 ? 0 : 1;
    return new Distance(1, elements, norm, relative, pair.squared, signal.squared, cosine, peak);
  }

  // One index for all arrays and one kind of sum per loop: else the compiler, which cannot tell
  // whether two arrays are the same, leaves them scalar.

  private static void addSquares(float[] a, float[] squares, int n) {
    for (int k = 0; k < n; k++) {
      squares[k] += a[k] * a[k];
    }
  }

  private static void addPeaks(float[] a, float[] peaks, int n) {
    for (int k = 0; k < n; k++) {
      peaks[k] = Math.max(peaks[k], Math.abs(a[k]));
    }
  }

  private static void addPairs(float[] a, float[] b, Lanes pair, int n) {
    float[] squares = pair.squares;
    float[] products = pair.products;
    for (int k = 0; k < n; k++) {
      float difference = a[k] - b[k];
      products[k] += a[k] * b[k];
      squares[k] += difference * difference;
    }
  }

  /** False where squares have left the range of float, which they do sooner than the values. */
  private static boolean isExact(double sum) {
    return sum > Float.MIN_NORMAL && sum < Float.MAX_VALUE;
  }

  private static double squaredError(FloatBuffer a, FloatBuffer b, int begin, int end) {
    double sum = 0;
    for (int i = begin; i < end; i++) {
      double difference = (double) a.get(i) - b.get(i);
      sum += difference * difference;
    }
    return sum;
  }

  private static double dot(FloatBuffer a, FloatBuffer b, int begin, int end) {
    double sum = 0;
    for (int i = begin; i < end; i++) {
      sum += (double) a.get(i) * b.get(i);
    }
    return sum;
  }

  /** The lanes' sum; they are 0 then. Four sums side by side do not wait for each other. */
  private static double drain(float[] lanes) {
    double first = 0;
    double second = 0;
    double third = 0;
    double fourth = 0;
    for (int i = 0; i < LANES; i += 4) {
      first += lanes[i];
      second += lanes[i + 1];
      third += lanes[i + 2];
      fourth += lanes[i + 3];
    }
    Arrays.fill(lanes, 0);
    return (first + second) + (third + fourth);
  }
}
