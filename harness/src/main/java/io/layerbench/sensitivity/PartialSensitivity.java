package io.layerbench.sensitivity;

import io.layerbench.base.Precision;

/**
 * What one shard of samples says about one layer and precision. Partial results of disjoint shards
 * add up in any order, so shards can be computed anywhere.
 *
 * @param layer the layer's name
 * @param precision what was simulated
 * @param parameters N_i
 * @param sumOfNorms the sum over the samples of ‖Y_fp32 − Y_quant‖₂; finite, not negative
 * @param samples how many samples
 */
public record PartialSensitivity(
    String layer, Precision precision, long parameters, double sumOfNorms, int samples) {

  /** ε of S_i. */
  public static final double EPSILON = 1e-12;

  public PartialSensitivity {
    if (!Double.isFinite(sumOfNorms) || sumOfNorms < 0 || samples < 0) {
      throw new IllegalArgumentException(
          "Layer (%s): sum of norms (%s) over samples (%d)".formatted(layer, sumOfNorms, samples));
    }
  }

  /** The same with one more sample. */
  public PartialSensitivity plus(double norm) {
    return new PartialSensitivity(layer, precision, parameters, sumOfNorms + norm, samples + 1);
  }

  /** Both shards together. */
  public PartialSensitivity merge(PartialSensitivity other) {
    if (!layer.equals(other.layer) || precision != other.precision) {
      throw new IllegalArgumentException("different layers or precisions do not add up");
    }
    return new PartialSensitivity(
        layer, precision, parameters, sumOfNorms + other.sumOfNorms, samples + other.samples);
  }

  /** S_i = mean norm / (N_i + ε). */
  public LayerSensitivity finish() {
    double mean = sumOfNorms / samples;
    return new LayerSensitivity(
        layer, precision, parameters, mean / (parameters + EPSILON), samples);
  }
}
