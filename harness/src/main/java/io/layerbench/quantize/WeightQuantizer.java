package io.layerbench.quantize;

import io.layerbench.base.ElementType;
import io.layerbench.base.InvalidInputException;
import io.layerbench.onnx.Tensors;
import io.layerbench.onnx.proto.TensorProto;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Symmetric quantization of constant weights: {@code s = max|W| / (2^(b−1) − 1)}, per tensor or per
 * channel, the baseline of Krishnamoorthi, "Quantizing deep convolutional networks", 2018, section
 * 2.1.
 */
final class WeightQuantizer {

  /**
   * The scale of weights that are all 0. Any number above 0 is right, since 0 / s = 0; 1 keeps the
   * product with the input's scale, which is the bias's scale, far from underflow.
   */
  static final float SCALE_OF_ZEROS = 1f;

  private final IntegerRange integers;

  /**
   * @param bits 2 to 8
   */
  WeightQuantizer(int bits) {
    this.integers = IntegerRange.signed(bits);
  }

  /**
   * The scales of a FLOAT tensor.
   *
   * @param axis the output channels' dimension; null for one scale per tensor
   * @throws InvalidInputException where a weight is NaN or infinite
   */
  QuantizationParameters parameters(
      String tensor, float[] values, long[] dims, @Nullable Integer axis) {
    float[] peaks = new float[axis == null ? 1 : Math.toIntExact(dims[axis])];
    Channels channels = Channels.of(dims, axis);
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw new InvalidInputException(
            "The weights (" + tensor + ") hold a value (" + values[i] + ") that is no number.",
            "the model's training diverged; it cannot be quantized.");
      }
      int channel = channels.of(i);
      peaks[channel] = Math.max(peaks[channel], Math.abs(values[i]));
    }
    List<Float> scales = new ArrayList<>(peaks.length);
    for (float peak : peaks) {
      float scale = peak / integers.highest();
      if (scale * integers.highest() == Float.POSITIVE_INFINITY) {
        scale = Math.nextDown(scale);
      }
      // A subnormal scale is too coarse, or even 0: the peak may lie far from all of its multiples.
      scales.add(scale >= Float.MIN_NORMAL ? scale : SCALE_OF_ZEROS);
    }
    return new QuantizationParameters(scales, 0, axis, ElementType.INT8);
  }

  /** The integers of those values. */
  byte[] quantize(float[] values, long[] dims, QuantizationParameters parameters) {
    byte[] quantized = new byte[values.length];
    Channels channels = Channels.of(dims, parameters.axis());
    for (int i = 0; i < values.length; i++) {
      quantized[i] = (byte) integers.quantize(values[i], parameters.scale(channels.of(i)), 0);
    }
    return quantized;
  }

  /** The values that those integers stand for: q · s. */
  float[] roundTrip(float[] values, long[] dims, QuantizationParameters parameters) {
    float[] rounded = new float[values.length];
    Channels channels = Channels.of(dims, parameters.axis());
    for (int i = 0; i < values.length; i++) {
      float scale = parameters.scale(channels.of(i));
      rounded[i] = integers.quantize(values[i], scale, 0) * scale;
    }
    return rounded;
  }

  /** The FLOAT tensor with every value replaced by the one that its integer stands for. */
  TensorProto roundTrip(TensorProto tensor, @Nullable Integer axis) {
    float[] values = Tensors.floats(tensor);
    long[] dims = dims(tensor);
    QuantizationParameters parameters = parameters(tensor.getName(), values, dims, axis);
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
    return new QuantizationParameters(
        scales, weight.zeroPoint(), weight.axis(), weight.elementType());
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
