package io.layerbench.quantize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.layerbench.onnx.Layer;
import io.layerbench.onnx.LayerSplitter;
import io.layerbench.onnx.OnnxModel;
import io.layerbench.onnx.Tensors;
import io.layerbench.onnx.TestGraph;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class WeightDistanceTest {

  private static OnnxModel matMul(float... weights) {
    return new TestGraph("m", 13)
        .input("x", 1, 2)
        .constant(Tensors.ofFloats("w", weights, 2, weights.length / 2))
        .node("MatMul", "fc", "x w", "y")
        .output("y")
        .model();
  }

  private static OptionalDouble decibels(OnnxModel one, OnnxModel other) {
    return WeightDistance.decibels(one, layer(one), other, layer(other));
  }

  private static Layer layer(OnnxModel model) {
    return LayerSplitter.split(model).get(0);
  }

  @Test
  void isThatOfTheEnergies() {
    // 9 + 16 to 0 + 0.25: 20 dB
    assertThat(decibels(matMul(3, 4), matMul(3, 4.5f)).orElseThrow()).isCloseTo(20, within(1e-6));
    assertThat(decibels(matMul(3, 4), matMul(-3, -4)).orElseThrow())
        .isCloseTo(-6.0206, within(1e-4));
    assertThat(decibels(matMul(3, 4), matMul(3, 4)).orElseThrow()).isInfinite();
  }

  @Test
  void isUnknownForAnotherLayout() {
    assertThat(decibels(matMul(3, 4), matMul(3, 4, 5, 6))).isEmpty();
  }
}
