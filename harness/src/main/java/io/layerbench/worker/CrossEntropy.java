package io.layerbench.worker;

import org.jspecify.annotations.Nullable;

/**
 * Mean cross-entropy of a classifier's labelled outputs: the mean of −ln p(label), where p is the
 * softmax of the output, or the output itself where the FP32 model's outputs are distributions
 * already.
 */
final class CrossEntropy {

  /** How far a distribution's sum may be from 1. */
  private static final double SUM_TOLERANCE = 1e-3;

  /** A probability that was rounded to 0 counts as this, lest one item make the mean infinite. */
  private static final double LEAST_PROBABILITY = 1e-12;

  private double asLogits;
  private double asProbabilities;
  private boolean probabilities = true;
  private int items;

  /**
   * Adds an item.
   *
   * @param reference the FP32 model's output, which says what outputs are
   * @param output the model's own
   * @param label the index of the right class
   */
  void add(float[] reference, float[] output, int label) {
    items++;
    probabilities &= isDistribution(reference);
    boolean known = label < output.length;
    asLogits += known ? logSumExp(output) - output[label] : Double.NaN;
    asProbabilities += known ? -Math.log(Math.max(LEAST_PROBABILITY, output[label])) : Double.NaN;
  }

  /** In nats; null without items, or where an output or a label is none. */
  @Nullable Double mean() {
    double sum = probabilities ? asProbabilities : asLogits;
    return items == 0 || !Double.isFinite(sum) ? null : (Double) (sum / items);
  }

  /** True where outputs were taken as probabilities, false where as logits. */
  boolean areProbabilities() {
    return items > 0 && probabilities;
  }

  private static boolean isDistribution(float[] values) {
    double sum = 0;
    for (float value : values) {
      if (!(value >= 0)) {
        return false;
      }
      sum += value;
    }
    return Math.abs(sum - 1) <= SUM_TOLERANCE;
  }

  /** Without overflow, since the greatest is taken out first. */
  private static double logSumExp(float[] values) {
    double max = Double.NEGATIVE_INFINITY;
    for (float value : values) {
      max = Math.max(max, value);
    }
    double sum = 0;
    for (float value : values) {
      sum += Math.exp(value - max);
    }
    return max + Math.log(sum);
  }
}
