package io.layerbench.sensitivity;

import static io.layerbench.onnx.TestGraph.integer;
import static io.layerbench.onnx.TestGraph.ints;
import static org.assertj.core.api.Assertions.assertThat;

import io.layerbench.backend.SessionSettings.Optimization;
import io.layerbench.onnx.LayerSplitter;
import io.layerbench.onnx.OnnxModel;
import io.layerbench.onnx.TestGraph;
import io.layerbench.onnx.TestModels;
import io.layerbench.onnx.proto.AttributeProto;
import org.junit.jupiter.api.Test;

class PartOptimizationTest {

  /** A convolution of 4 channels over a square image. */
  private static Optimization of(int side, int kernel, AttributeProto... attributes) {
    boolean grouped = attributes.length > 0 && attributes[0].getName().equals("group");
    OnnxModel model =
        new TestGraph("m", 13)
            .input("x", 1, 4, side, side)
            .weights("w", 8, grouped ? 1 : 4, kernel, kernel)
            .node("Conv", "conv", "x w", "y", attributes)
            .output("y")
            .model();
    return PartOptimization.of(model.graph(), LayerSplitter.split(model).get(0));
  }

  @Test
  void largePointwiseConvolutionsKeepThePlainLayout() {
    assertThat(of(28, 1)).isEqualTo(Optimization.FUSION);
    assertThat(of(20, 1)).isEqualTo(Optimization.FUSION);
  }

  @Test
  void allElseIsRewrittenInEveryWay() {
    assertThat(of(19, 1)).as("small").isEqualTo(Optimization.ALL);
    assertThat(of(28, 3)).as("a window").isEqualTo(Optimization.ALL);
    assertThat(of(28, 1, ints("strides", 2, 2))).as("strided").isEqualTo(Optimization.ALL);
    assertThat(of(28, 1, integer("group", 4))).as("grouped").isEqualTo(Optimization.ALL);
    assertThat(of(28, 1, ints("pads", 1, 1, 1, 1))).as("padded").isEqualTo(Optimization.ALL);
    OnnxModel mlp = TestModels.mlp();
    assertThat(PartOptimization.of(mlp.graph(), LayerSplitter.split(mlp).get(0)))
        .as("no convolution")
        .isEqualTo(Optimization.ALL);
  }
}
