package io.layerbench.quantize;

import io.layerbench.onnx.Layer;
import io.layerbench.onnx.OnnxModel;
import io.layerbench.onnx.Tensors;
import io.layerbench.onnx.proto.TensorProto;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** How far the weights of a layer lie from those of its counterpart in another model. */
public final class WeightDistance {

  private WeightDistance() {}

  /**
   * 10·log10(Σ w² / Σ (w − v)²) over the weights w of the one and v of the other, in dB; infinite
   * for equal ones, empty where they are not stored in the same layout.
   */
  public static OptionalDouble decibels(
      OnnxModel model, Layer layer, OnnxModel other, Layer counterpart) {
    TensorProto weights = weights(model, layer);
    TensorProto others = weights(other, counterpart);
    if (weights == null
        || others == null
        || !weights.getDimsList().equals(others.getDimsList())
        || WeightLayout.outputAxis(layer.anchor(), weights.getDimsCount())
            != WeightLayout.outputAxis(counterpart.anchor(), others.getDimsCount())) {
      return OptionalDouble.empty();
    }
    float[] w = Tensors.floats(weights);
    float[] v = Tensors.floats(others);
    double signal = 0;
    double error = 0;
    for (int i = 0; i < w.length; i++) {
      double difference = (double) w[i] - v[i];
      signal += (double) w[i] * w[i];
      error += difference * difference;
    }
    return OptionalDouble.of(
        error == 0 ? Double.POSITIVE_INFINITY : 10 * Math.log10(signal / error));
  }

  private static @Nullable TensorProto weights(OnnxModel model, Layer layer) {
    return model.graph().initializers().get(WeightLayout.weight(layer.anchor()));
  }
}
