package io.layerbench.quantize;

import io.layerbench.base.ElementType;
import io.layerbench.onnx.Layer;
import io.layerbench.onnx.OnnxModel;
import io.layerbench.onnx.Tensors;
import io.layerbench.onnx.proto.TensorProto;
import java.util.Arrays;
import java.util.Optional;

/**
 * How differently far the weights of a layer's output channels reach.
 *
 * @param channel the one that reaches furthest
 * @param peak its max |w|
 * @param dominance the peak in multiples of the median channel's; at least 1
 */
public record ChannelPeaks(int channel, double peak, double dominance) {

  /** Of a layer's FLOAT weights; empty where it has none, or where the median is 0. */
  public static Optional<ChannelPeaks> of(OnnxModel model, Layer layer) {
    TensorProto weights = model.graph().initializers().get(WeightLayout.weight(layer.anchor()));
    if (weights == null || weights.getDataType() != ElementType.FLOAT.onnx()) {
      return Optional.empty();
    }
    long[] dims = WeightQuantizer.dims(weights);
    int axis = WeightLayout.outputAxis(layer.anchor(), dims.length);
    double[] peaks = peaks(Tensors.floats(weights), dims, axis);
    if (peaks.length == 0) {
      return Optional.empty();
    }
    int channel = 0;
    for (int i = 1; i < peaks.length; i++) {
      channel = peaks[i] > peaks[channel] ? i : channel;
    }
    double peak = peaks[channel];
    double[] sorted = peaks.clone();
    Arrays.sort(sorted);
    double median = sorted[sorted.length / 2];
    return median > 0
        ? Optional.of(new ChannelPeaks(channel, peak, peak / median))
        : Optional.empty();
  }

  private static double[] peaks(float[] values, long[] dims, int axis) {
    double[] peaks = new double[Math.toIntExact(dims[axis])];
    long inner = Arrays.stream(dims, axis + 1, dims.length).reduce(1, Math::multiplyExact);
    for (int i = 0; i < values.length; i++) {
      int channel = (int) (i / inner % peaks.length);
      peaks[channel] = Math.max(peaks[channel], Math.abs(values[i]));
    }
    return peaks;
  }
}
