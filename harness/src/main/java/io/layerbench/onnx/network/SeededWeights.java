package io.layerbench.onnx.network;

import io.layerbench.onnx.Tensors;
import io.layerbench.onnx.proto.TensorProto;
import java.util.Random;

/**
 * Weights as before training, one after the other from one stream. {@link Random} is used because
 * its documentation fixes the algorithm, the Gaussian's included, so that every JVM gives the same
 * bytes.
 */
final class SeededWeights {

  /** How far batch norm's parameters lie from those of the identity, as a standard deviation. */
  private static final double SPREAD = 0.05;

  private final Random random;

  SeededWeights(long seed) {
    random = new Random(seed);
  }

  /**
   * Normally distributed weights with a mean of 0 and a variance of gain / fan-in, where the fan-in
   * is the product of all dimensions but the first (He et al. 2015, equation 10, for gain 2).
   *
   * @param gain 2 keeps the mean square of activations through a ReLU, 1 where none follows
   */
  TensorProto normal(String name, double gain, long... dims) {
    long fanIn = 1;
    for (int i = 1; i < dims.length; i++) {
      fanIn *= dims[i];
    }
    return around(name, 0, Math.sqrt(gain / fanIn), dims);
  }

  /** Values near a centre, as batch norm's parameters are. */
  TensorProto near(String name, double centre, int length) {
    return around(name, centre, SPREAD, length);
  }

  private TensorProto around(String name, double mean, double deviation, long... dims) {
    long elements = 1;
    for (long dim : dims) {
      elements *= dim;
    }
    float[] values = new float[Math.toIntExact(elements)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (mean + deviation * random.nextGaussian());
    }
    return Tensors.ofFloats(name, values, dims);
  }
}
