package io.layerbench.sensitivity;

import io.layerbench.base.ElementType;
import io.layerbench.onnx.TensorType;
import java.nio.FloatBuffer;
import java.util.OptionalInt;

/** The logits of one sample, and the classes that they stand for. */
final class Classifier {

  private final double[] logProbabilities;
  private final int top;

  Classifier(FloatBuffer logits) {
    double[] values = new double[logits.remaining()];
    int best = 0;
    for (int i = 0; i < values.length; i++) {
      values[i] = logits.get(i);
      best = values[i] > values[best] ? i : best;
    }
    double sum = 0;
    for (double value : values) {
      sum += Math.exp(value - values[best]);
    }
    double log = values[best] + Math.log(sum);
    for (int i = 0; i < values.length; i++) {
      values[i] -= log;
    }
    this.logProbabilities = values;
    this.top = best;
  }

  /** True for one row of at least two floats. */
  static boolean isOne(TensorType type) {
    return type.elementType() == ElementType.FLOAT.onnx()
        && type.dims().size() == 2
        && type.dims().get(0) == 1
        && type.dims().get(1) > 1;
  }

  /**
   * What another model's logits say of the same sample.
   *
   * @return KL(this ‖ other) in nats, agreement, and whether each hits the label
   */
  Predictions against(Classifier other, OptionalInt label) {
    double divergence = 0;
    for (int i = 0; i < logProbabilities.length; i++) {
      double p = Math.exp(logProbabilities[i]);
      if (p > 0) {
        divergence += p * (logProbabilities[i] - other.logProbabilities[i]);
      }
    }
    boolean right = label.isPresent() && top == label.getAsInt();
    boolean otherRight = label.isPresent() && other.top == label.getAsInt();
    return new Predictions(
        1,
        // Rounding may leave it a little below 0.
        Math.max(0, divergence),
        top == other.top ? 1 : 0,
        label.isPresent() ? 1 : 0,
        right && otherRight ? 1 : 0,
        right && !otherRight ? 1 : 0,
        !right && otherRight ? 1 : 0);
  }
}
