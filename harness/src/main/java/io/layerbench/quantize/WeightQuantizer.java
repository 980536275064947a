package io.layerbench.quantize;

import io.layerbench.base.ElementType;
import io.layerbench.base.InvalidInputException;
import io.layerbench.onnx.Tensors;
import io.layerbench.onnx.proto.NodeProto;
import io.layerbench.onnx.proto.TensorProto;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Quantization of constant weights to signed integers, per tensor or per output channel
 * (Krishnamoorthi, "Quantizing deep convolutional networks", 2018, section 2).
 *
 * <ul>
 *   <li>Symmetric, the baseline: {@code s = max|W| / (2^(b−1) − 1)}, {@code z = 0}.
 *   <li>Asymmetric: {@code s = (max − min) / (2^b − 1)}, {@code z = round(−2^(b−1) − min / s)},
 *       with 0 in the range, so that a weight of 0 stays 0.
 * </ul>
 */
final class WeightQuantizer {

  /**
   * The scale of weights that are all 0. Any number above 0 is right, since 0 / s = 0; 1 keeps the
   * product with the input's scale, which is the bias's scale, far from underflow.
   */
  static final float SCALE_OF_ZEROS = 1f;

  private final WeightScheme scheme;
  private final IntegerRange integers;

  WeightQuantizer(WeightScheme scheme) {
    this.scheme = scheme;
    this.integers =
        isSymmetric()
            ? IntegerRange.signed(scheme.bits())
            : IntegerRange.twosComplement(scheme.bits());
  }

  private boolean isSymmetric() {
    return scheme.symmetry() == Symmetry.SYMMETRIC;
  }

  /**
   * The scales and zero points of an anchor's FLOAT weights.
   *
   * @throws InvalidInputException where a weight is NaN or infinite
   */
  QuantizationParameters parameters(NodeProto anchor, String tensor, float[] values, long[] dims) {
    Integer axis = scheme.perChannel() ? WeightLayout.outputAxis(anchor, dims.length) : null;
    return parameters(tensor, values, dims, axis);
  }

  /**
   * The scales and zero points of a FLOAT tensor.
   *
   * @param axis the output channels' dimension; null for one scale per tensor
   * @throws InvalidInputException where a weight is NaN or infinite
   */
  QuantizationParameters parameters(
      String tensor, float[] values, long[] dims, @Nullable Integer axis) {
    float[] lows = new float[axis == null ? 1 : Math.toIntExact(dims[axis])];
    float[] highs = new float[lows.length];
    Channels channels = Channels.of(dims, axis);
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw new InvalidInputException(
            "The weights (" + tensor + ") hold a value (" + values[i] + ") that is no number.",
            "the model's training diverged; it cannot be quantized.");
      }
      int channel = channels.of(i);
      lows[channel] = Math.min(lows[channel], values[i]);
      highs[channel] = Math.max(highs[channel], values[i]);
    }
    List<Float> scales = new ArrayList<>(lows.length);
    List<Integer> zeroPoints = new ArrayList<>(lows.length);
    for (int channel = 0; channel < lows.length; channel++) {
      float scale = scale(lows[channel], highs[channel]);
      // A subnormal scale is too coarse, or even 0: the peak may lie far from all of its multiples.
      boolean normal = scale >= Float.MIN_NORMAL;
      scales.add(normal ? scale : SCALE_OF_ZEROS);
      zeroPoints.add(
          isSymmetric() || !normal
              ? 0
              : integers.quantize(-lows[channel], scale, integers.lowest()));
    }
    return new QuantizationParameters(scales, zeroPoints, axis, ElementType.INT8);
  }

  private float scale(float low, float high) {
    float peak = Math.max(-low, high);
    float scale =
        isSymmetric()
            ? peak / integers.highest()
            : (float) (((double) high - low) / (integers.highest() - integers.lowest()));
    double steps = Math.rint(peak / scale);
    // Weights near the end of float must not come back infinite.
    return steps * scale > Float.MAX_VALUE
        ? Math.nextDown((float) (Float.MAX_VALUE / steps))
        : scale;
  }

  /** The integers of those values. */
  byte[] quantize(float[] values, long[] dims, QuantizationParameters parameters) {
    byte[] quantized = new byte[values.length];
    Channels channels = Channels.of(dims, parameters.axis());
    for (int i = 0; i < values.length; i++) {
      quantized[i] = (byte) quantize(values[i], parameters, channels.of(i));
    }
    return quantized;
  }

  /** The values that those integers stand for: (q − z) · s. */
  float[] roundTrip(float[] values, long[] dims, QuantizationParameters parameters) {
    float[] rounded = new float[values.length];
    Channels channels = Channels.of(dims, parameters.axis());
    for (int i = 0; i < values.length; i++) {
      int channel = channels.of(i);
      int q = quantize(values[i], parameters, channel);
      rounded[i] = (q - parameters.zeroPoint(channel)) * parameters.scale(channel);
    }
    return rounded;
  }

  private int quantize(float value, QuantizationParameters parameters, int channel) {
    return integers.quantize(value, parameters.scale(channel), parameters.zeroPoint(channel));
  }

  /** An anchor's FLOAT weights with every value replaced by the one that its integer stands for. */
  TensorProto roundTrip(NodeProto anchor, TensorProto tensor) {
    float[] values = Tensors.floats(tensor);
    long[] dims = dims(tensor);
    QuantizationParameters parameters = parameters(anchor, tensor.getName(), values, dims);
    return Tensors.ofFloats(tensor.getName(), roundTrip(values, dims, parameters), dims);
  }

  /**
   * Scales that are large enough for the bias, too: a 32-bit bias in steps of input scale × weight
   * scale saturates where the weights are very small beside it. A larger weight scale then loses
   * nothing that the output could show.
   *
   * @param bias one value per channel, or any number for one scale
   */
  static QuantizationParameters fittingBias(
      QuantizationParameters weight, float inputScale, float[] bias) {
    List<Float> scales = new ArrayList<>(weight.scales());
    boolean perChannel = weight.axis() != null && bias.length == scales.size();
    for (int i = 0; i < bias.length; i++) {
      // Half of the 32-bit range leaves room for the sum that is added to the bias.
      float least = (float) (Math.abs(bias[i]) / ((double) inputScale * (1 << 30)));
      int first = perChannel ? i : 0;
      int last = perChannel ? i : scales.size() - 1;
      for (int channel = first; channel <= last; channel++) {
        scales.set(channel, Math.max(scales.get(channel), least));
      }
    }
    return weight.withScales(scales);
  }

  /**
   * A bias as 32-bit integers in steps of input scale × weight scale, saturated.
   *
   * @param parameters the bias's own: scales are the products
   */
  static ByteBuffer quantizeBias(String tensor, float[] bias, QuantizationParameters parameters) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * bias.length).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < bias.length; i++) {
      if (!Float.isFinite(bias[i])) {
        throw new InvalidInputException(
            "The bias (" + tensor + ") holds a value (" + bias[i] + ") that is no number.", "");
      }
      // The cast saturates.
      bytes.putInt((int) Math.rint((double) bias[i] / parameters.scale(i)));
    }
    return bytes.flip();
  }

  /** The parameters of a bias beside these weights and inputs. */
  static QuantizationParameters biasParameters(QuantizationParameters weight, float inputScale) {
    List<Float> scales =
        weight.scales().stream()
            .map(scale -> Math.max(scale * inputScale, Float.MIN_NORMAL))
            .toList();
    return new QuantizationParameters(
        scales, 0, weight.axis() == null ? null : 0, ElementType.INT32);
  }

  static long[] dims(TensorProto tensor) {
    return tensor.getDimsList().stream().mapToLong(Long::longValue).toArray();
  }

  /** Maps an element's place in row-major order to its channel. */
  private record Channels(int inner, int count) {

    static Channels of(long[] dims, @Nullable Integer axis) {
      if (axis == null) {
        return new Channels(1, 1);
      }
      long inner = Arrays.stream(dims, axis + 1, dims.length).reduce(1, Math::multiplyExact);
      return new Channels(Math.toIntExact(inner), Math.toIntExact(dims[axis]));
    }

    int of(int index) {
      return index / inner % count;
    }
  }
}
