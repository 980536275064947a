package io.layerbench.quantize;

import static io.layerbench.quantize.HandModels.ints;
import static io.layerbench.quantize.HandModels.node;
import static org.assertj.core.api.Assertions.assertThat;

import io.layerbench.backend.ActivationType;
import io.layerbench.backend.Fp16;
import io.layerbench.base.Precision;
import io.layerbench.onnx.Layer;
import io.layerbench.onnx.OnnxModel;
import io.layerbench.onnx.Tensors;
import io.layerbench.onnx.proto.NodeProto;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds each rule against the kernels that ONNX Runtime really chooses. */
class OperatorRulesTest {

  private static final long[] SQUARE = {1, 4, 6, 6};

  private static Arguments glue(String inputs, NodeProto node, String kernel, long... out) {
    return Arguments.of(inputs, node, kernel, out);
  }

  static Stream<Arguments> glue() {
    return Stream.of(
        glue("x z", node("Add", "x z", "y"), "QLinearAdd", SQUARE),
        glue("x", node("Add", "x x", "y"), "QLinearAdd", SQUARE),
        glue("x", node("Add", "x c", "y"), "QLinearAdd", SQUARE),
        glue("x z", node("Mul", "x z", "y"), "QLinearMul", SQUARE),
        glue("x", node("Mul", "c x", "y"), "QLinearMul", SQUARE),
        glue(
            "x z",
            node("Concat", "x z", "y", GraphBuilder.integer("axis", 1)),
            "QLinearConcat",
            1,
            8,
            6,
            6),
        glue("x", node("GlobalAveragePool", "x", "y"), "QLinearGlobalAveragePool", 1, 4, 1, 1),
        glue(
            "x",
            node("AveragePool", "x", "y", ints("kernel_shape", 2, 2)),
            "QLinearAveragePool",
            1,
            4,
            5,
            5),
        glue("x", node("LeakyRelu", "x", "y"), "QLinearLeakyRelu", SQUARE),
        glue("x", node("Sigmoid", "x", "y"), "QLinearSigmoid", SQUARE),
        glue("x", node("MaxPool", "x", "y", ints("kernel_shape", 2, 2)), "MaxPool", 1, 4, 5, 5),
        glue("x", node("ReduceMax", "x", "y", ints("axes", 2, 3)), "ReduceMax", 1, 4, 1, 1),
        glue("x", node("ReduceMin", "x", "y", ints("axes", 2, 3)), "ReduceMin", 1, 4, 1, 1),
        glue("x", node("Flatten", "x", "y"), "Flatten", 1, 144),
        glue("x", node("Reshape", "x flat", "y"), "Reshape", 1, 144),
        glue("x", node("Transpose", "x", "y", ints("perm", 0, 2, 3, 1)), "Transpose", 1, 6, 6, 4),
        glue("x", node("Squeeze", "x zero", "y"), "Squeeze", 4, 6, 6),
        glue("x", node("Unsqueeze", "x zero", "y"), "Unsqueeze", 1, 1, 4, 6, 6),
        glue("x", node("Slice", "x zero two one", "y"), "Slice", 1, 2, 6, 6),
        glue("x", node("Gather", "x zero", "y"), "Gather", 1, 1, 4, 6, 6),
        glue("x", node("Tile", "x tiles", "y"), "Tile", 1, 8, 6, 6),
        glue("x", node("Expand", "x grown", "y"), "Expand", 2, 4, 6, 6),
        glue("x", node("Resize", "x nothing sizes", "y"), "Resize", 1, 4, 12, 12),
        glue("x", node("Pad", "x pads", "y"), "Pad", 1, 4, 6, 8),
        glue("x", node("Pad", "x pads filling", "y"), "Pad", 1, 4, 6, 8));
  }

  private static HandModels alone(String inputs, NodeProto node, long... out) {
    HandModels models = new HandModels(13);
    for (String input : List.of(inputs.split(" ", -1))) {
      models.input(input, SQUARE);
    }
    return models
        .constant(Tensors.ofFloats("c", new float[] {0.5f, -1, 2, 1}, 4, 1, 1))
        .constant(Tensors.ofLongs("flat", new long[] {1, 144}, 2))
        .constant(Tensors.ofLongs("zero", new long[] {0}, 1))
        .constant(Tensors.ofLongs("one", new long[] {1}, 1))
        .constant(Tensors.ofLongs("two", new long[] {2}, 1))
        .constant(Tensors.ofLongs("tiles", new long[] {1, 2, 1, 1}, 4))
        .constant(Tensors.ofLongs("grown", new long[] {2, 4, 6, 6}, 4))
        .constant(Tensors.ofFloats("nothing", new float[0], 0))
        .constant(Tensors.ofFloats("sizes", new float[] {1, 1, 2, 2}, 4))
        .constant(Tensors.ofLongs("pads", new long[] {0, 0, 0, 1, 0, 0, 0, 1}, 8))
        .constant(Tensors.ofFloats("filling", new float[] {-0.7f}))
        .part(node)
        .output("y", out);
  }

  private static ModelQuantizer quantizer(OnnxModel model, List<Layer> layers) {
    return new ModelQuantizer(
        model,
        layers,
        Scheme.baseline(ActivationType.UINT8),
        OrtRuns.calibrate(model, ModelQuantizer.rangesNeeded(model, layers)),
        Fp16.STORAGE);
  }

  @ParameterizedTest
  @MethodSource("glue")
  void glueRunsOnIntegers(String inputs, NodeProto node, String kernel, long[] out) {
    HandModels models = alone(inputs, node, out);
    Layer layer = models.layers().get(0);
    ModelQuantizer quantizer = quantizer(models.model(), models.layers());
    assertThat(quantizer.unsupported(layer, Precision.INT8)).isEmpty();
    OnnxModel alone = quantizer.layerCase(layer, Precision.INT8);
    assertThat(OrtRuns.executed(alone)).containsOnly(Map.entry(kernel, 1));
    OrtRuns.runOnZeros(alone);
  }

  @Test
  void whatHasNoRuleStaysInFloatAndSaysWhy() {
    for (String op : Set.of("Softmax", "Relu", "Exp", "Erf")) {
      HandModels models = alone("x", node(op, "x", "y"), SQUARE);
      ModelQuantizer quantizer = quantizer(models.model(), models.layers());
      assertThat(quantizer.unsupported(models.layers().get(0), Precision.INT8))
          .hasValueSatisfying(reason -> assertThat(reason).contains(op + " stays in float: "));
    }
    assertThat(OperatorRules.entry(node("MaxPool", "x", "y"), 11).floatReason())
        .contains("opset 12");
    assertThat(
            OperatorRules.entry(
                    node("Add", "x z", "y").toBuilder().setDomain("com.example").build(), 13)
                .rule())
        .isEqualTo(Int8Rule.FLOAT);
  }

  @Test
  void withoutRangeThereIsNoInt8() {
    HandModels models = alone("x", node("LeakyRelu", "x", "y"), SQUARE);
    ModelQuantizer quantizer =
        new ModelQuantizer(
            models.model(),
            models.layers(),
            Scheme.baseline(ActivationType.UINT8),
            new CalibrationTable("", "minmax", 0, true, Map.of("x", new Range(0, 1))),
            Fp16.STORAGE);
    assertThat(quantizer.unsupported(models.layers().get(0), Precision.INT8))
        .hasValueSatisfying(reason -> assertThat(reason).contains("range").contains("(y)"));
  }
}
