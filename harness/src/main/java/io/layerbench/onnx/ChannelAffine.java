package io.layerbench.onnx;

import java.util.Optional;

/** What a batch normalisation does to each channel: y = (x − mean) · factor + β, in double. */
final class ChannelAffine {

  private final double[] factors;
  private final float[] beta;
  private final float[] mean;

  private ChannelAffine(double[] factors, float[] beta, float[] mean) {
    this.factors = factors;
    this.beta = beta;
    this.mean = mean;
  }

  /**
   * Its factors γ / √(var + ε); empty where one of them is no finite number.
   *
   * @param parameters γ, β, mean and variance, each with a value per channel
   */
  static Optional<ChannelAffine> of(float[][] parameters, float epsilon) {
    double[] factors = new double[parameters[0].length];
    for (int c = 0; c < factors.length; c++) {
      factors[c] = parameters[0][c] / Math.sqrt((double) parameters[3][c] + epsilon);
      if (!Double.isFinite(factors[c])) {
        return Optional.empty();
      }
    }
    return Optional.of(new ChannelAffine(factors, parameters[1], parameters[2]));
  }

  int channels() {
    return factors.length;
  }

  /** A weight of that output channel. */
  float scale(float weight, int channel) {
    return (float) (weight * factors[channel]);
  }

  /** The bias of every channel. */
  float[] shift(float[] bias) {
    float[] shifted = new float[bias.length];
    for (int c = 0; c < bias.length; c++) {
      shifted[c] = (float) (((double) bias[c] - mean[c]) * factors[c] + beta[c]);
    }
    return shifted;
  }
}
