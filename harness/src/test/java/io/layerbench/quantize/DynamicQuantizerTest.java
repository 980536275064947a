package io.layerbench.quantize;

import static io.layerbench.quantize.HandModels.ints;
import static io.layerbench.quantize.HandModels.node;
import static io.layerbench.quantize.QuantizedModels.UNSIGNED;
import static io.layerbench.quantize.QuantizedModels.sqnr;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.layerbench.backend.ActivationType;
import io.layerbench.base.InvalidInputException;
import io.layerbench.onnx.Layer;
import io.layerbench.onnx.OnnxModel;
import io.layerbench.onnx.Tensors;
import io.layerbench.onnx.proto.NodeProto;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DynamicQuantizerTest {

  private static final Scheme PER_CHANNEL =
      Scheme.baseline(ActivationType.UINT8).withPerChannelWeights(true);

  private static DynamicQuantizer quantizer(HandModels models, Scheme scheme) {
    return new DynamicQuantizer(models.model(), models.layers(), scheme);
  }

  private static Set<String> ranked(HandModels models) {
    return models.layers().stream()
        .filter(Layer::isRanked)
        .map(Layer::name)
        .collect(Collectors.toSet());
  }

  private static OnnxModel build(HandModels models, Scheme scheme) {
    return quantizer(models, scheme).build(ranked(models));
  }

  @Test
  void whatHasNoSuchFormIsRefused() {
    HandModels models =
        new HandModels(13)
            .input("x", 2, 2)
            .input("image", 1, 2, 3, 3)
            .weights("w", 1, 2, 2)
            .weights("k", 1, 2, 2, 2, 2)
            .part(node("Gemm", "x w", "a", GraphBuilder.integer("transA", 1)))
            .part(node("Relu", "a", "y"))
            .part(node("ConvTranspose", "image k", "z"))
            .edge("a", 2, 2)
            .output("y", 2, 2)
            .output("z", 1, 2, 4, 4);
    DynamicQuantizer quantizer = quantizer(models, UNSIGNED);
    assertThat(models.layers())
        .extracting(layer -> quantizer.unsupported(layer).orElse(""))
        .containsExactly(
            "its input is transposed (transA)",
            "glue stays in float in dynamic INT8",
            "there is no integer kernel for ConvTranspose");
    assertThatThrownBy(() -> quantizer.build(Set.of("nowhere")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("(nowhere)");
    assertThatThrownBy(() -> quantizer.build(Set.of("z_node")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("(z_node)")
        .hasMessageContaining("ConvTranspose");
    assertThatThrownBy(() -> quantizer.layerCase(models.layers().get(1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(quantizer.build(Set.of()).proto().getGraph().getNodeList())
        .isEqualTo(models.model().proto().getGraph().getNodeList());
  }

  /**
   * x = (-1, 0, 1.55) spans 2.55, so its scale is 0.01 and its zero point 100; the weights' peak of
   * 12.7 gives the scale 0.1. All values are whole steps, so that nothing is rounded away but 0.04
   * of a weight, which becomes 0.
   */
  @Test
  void handComputedMatMul() {
    HandModels models =
        new HandModels(13)
            .input("x", 1, 3)
            .constant(Tensors.ofFloats("w", new float[] {1, 12.7f, 3, 4, -2, 0.04f}, 3, 2))
            .part(node("MatMul", "x w", "y"))
            .output("y", 1, 2);
    float[] y = OrtRuns.run(build(models, UNSIGNED), Map.of("x", new float[] {-1, 0, 1.55f}), "y");
    assertThat(y[0]).isCloseTo(-1 - 3.1f, within());
    assertThat(y[1]).isCloseTo(-12.7f, within());
  }

  /** As above, with alpha 2 (weights 2, 25.4, …: scale 0.2), beta 3 and the weights transposed. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void handComputedGemm(boolean perChannel) {
    HandModels models =
        new HandModels(13)
            .input("x", 1, 3)
            .constant(Tensors.ofFloats("w", new float[] {1, 3, -2, 12.7f, 4, 0}, 2, 3))
            .constant(Tensors.ofFloats("b", new float[] {0.5f, -1}, 2))
            .part(
                node(
                    "Gemm",
                    "x w b",
                    "y",
                    GraphBuilder.real("alpha", 2),
                    GraphBuilder.real("beta", 3),
                    GraphBuilder.integer("transB", 1)))
            .output("y", 1, 2);
    OnnxModel built = build(models, perChannel ? PER_CHANNEL : UNSIGNED);
    float[] y = OrtRuns.run(built, Map.of("x", new float[] {-1, 0, 1.55f}), "y");
    // Per channel, the first column's scale is 6 / 127: 2 and -4 become 42 and -85 steps of it.
    float first = perChannel ? (-42 - 85 * 1.55f) * 6 / 127 : -2 - 6.2f;
    assertThat(y[0]).isCloseTo(first + 1.5f, within());
    assertThat(y[1]).isCloseTo(-25.4f - 3, within());
  }

  /** One pixel of a padded 2×2 convolution with two channels out; padding counts as 0. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void handComputedConv(boolean perChannel) {
    HandModels models =
        new HandModels(13)
            .input("x", 1, 1, 1, 3)
            .constant(Tensors.ofFloats("w", new float[] {12.7f, 1, 1.27f, 0.5f}, 2, 1, 1, 2))
            .constant(Tensors.ofFloats("b", new float[] {10, 20}, 2))
            .part(node("Conv", "x w b", "y", ints("pads", 0, 1, 0, 0)))
            .output("y", 1, 2, 1, 3);
    OnnxModel built = build(models, perChannel ? PER_CHANNEL : UNSIGNED);
    float[] y = OrtRuns.run(built, Map.of("x", new float[] {-1, 0, 1.55f}), "y");
    // Per tensor, 1.27 is rounded to 1.3.
    float peak = perChannel ? 1.27f : 1.3f;
    float[] expected = {-1, -12.7f, 1.55f, -0.5f, -peak, 1.55f * 0.5f};
    for (int i = 0; i < expected.length; i++) {
      assertThat(y[i]).as("%s", i).isCloseTo(expected[i] + (i < 3 ? 10 : 20), within());
    }
  }

  private static org.assertj.core.data.Offset<Float> within() {
    return org.assertj.core.data.Offset.offset(1e-4f);
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 13, 17})
  void wholeModelsRunOnIntegerKernels(long opset) {
    HandModels models = HandModels.residual(opset);
    for (Scheme scheme : new Scheme[] {UNSIGNED, PER_CHANNEL}) {
      OnnxModel dynamic = build(models, scheme);
      assertThat(OrtRuns.executed(dynamic))
          .containsEntry("ConvInteger", 3)
          .containsEntry("DynamicQuantizeMatMul", 1)
          .doesNotContainKeys("Conv", "FusedConv", "Gemm");
      assertThat(sqnr(models.model(), dynamic)).isGreaterThan(25);
    }
  }

  @Test
  void readersOfOneTensorShareItsQuantization() {
    HandModels models =
        new HandModels(13)
            .input("x", 2, 4, 16)
            .weights("wq", 0.3, 16, 12)
            .weights("wk", 0.3, 16, 12)
            .weights("bq", 0.3, 12)
            .part(node("MatMul", "x wq", "m"), node("Add", "m bq", "q"))
            .part(node("MatMul", "x wk", "k"))
            .part(node("Add", "q k", "y"))
            .edge("m", 2, 4, 12)
            .edge("q", 2, 4, 12)
            .edge("k", 2, 4, 12)
            .output("y", 2, 4, 12);
    for (Scheme scheme : new Scheme[] {UNSIGNED, PER_CHANNEL}) {
      OnnxModel dynamic = build(models, scheme);
      assertThat(OrtRuns.executed(dynamic))
          .containsEntry("DynamicQuantizeLinear", 1)
          .containsEntry("MatMulIntegerToFloat", 2)
          .doesNotContainKeys("MatMul", "MatMulInteger", "Cast", "Mul");
      assertThat(sqnr(models.model(), dynamic)).isGreaterThan(30);
      for (Layer layer : models.layers().subList(0, 2)) {
        OnnxModel alone = quantizer(models, scheme).layerCase(layer);
        assertThat(OrtRuns.executed(alone)).containsOnly(Map.entry("DynamicQuantizeMatMul", 1));
        OrtRuns.runOnZeros(alone);
      }
    }
  }

  @Test
  void weightsAreStoredAsBytesAndNamesStay() {
    HandModels models = HandModels.residual(13);
    OnnxModel dynamic = build(models, UNSIGNED);
    assertThat(ModelSize.bytes(dynamic)).isLessThan(ModelSize.bytes(models.model()));
    assertThat(dynamic.graph().initializers()).doesNotContainKeys("w1", "w2", "w3", "wg");
    assertThat(dynamic.graph().nodes()).extracting(NodeProto::getName).doesNotHaveDuplicates();
    assertThat(dynamic.graph().nodes())
        .filteredOn(node -> node.getOpType().endsWith("Integer"))
        .extracting(NodeProto::getName)
        .containsExactly("c1_node", "c2_node", "c3_node", "y_node");
  }
}
