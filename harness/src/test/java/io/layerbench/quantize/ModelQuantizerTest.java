package io.layerbench.quantize;

import static io.layerbench.quantize.HandModels.ints;
import static io.layerbench.quantize.HandModels.node;
import static io.layerbench.quantize.QuantizedModels.UNSIGNED;
import static io.layerbench.quantize.QuantizedModels.all;
import static io.layerbench.quantize.QuantizedModels.quantizer;
import static io.layerbench.quantize.QuantizedModels.sqnr;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.layerbench.backend.ActivationType;
import io.layerbench.backend.Fp16;
import io.layerbench.base.InvalidInputException;
import io.layerbench.base.Precision;
import io.layerbench.onnx.Layer;
import io.layerbench.onnx.OnnxModel;
import io.layerbench.onnx.proto.NodeProto;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelQuantizerTest {

  @Test
  void plansThatDoNotFitAreRefused() {
    HandModels models = HandModels.residual(13);
    ModelQuantizer quantizer = quantizer(models);
    assertThatThrownBy(() -> quantizer.build(Map.of("nowhere", Precision.INT8)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("(nowhere)");
    assertThatThrownBy(() -> quantizer.build(Map.of("c1_node", Precision.INT4)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("(c1_node)")
        .hasMessageContaining("simulation only");
    ModelQuantizer uncalibrated =
        new ModelQuantizer(
            models.model(),
            models.layers(),
            UNSIGNED,
            new CalibrationTable("", "minmax", 0, false, Map.of()),
            Fp16.STORAGE);
    assertThatThrownBy(() -> uncalibrated.build(Map.of("c1_node", Precision.INT8)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("(x)");
    assertThatThrownBy(() -> uncalibrated.layerCase(models.layers().get(0), Precision.INT8))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(longs = {12, 13, 17})
  void fullInt8RunsOnIntegersOnly(long opset) {
    HandModels models = HandModels.residual(opset);
    OnnxModel int8 = quantizer(models).build(all(models, Precision.INT8));
    // One QuantizeLinear for the model's input; the last layer gives floats by itself.
    assertThat(OrtRuns.executed(int8))
        .containsOnly(
            Map.entry("QuantizeLinear", 1),
            Map.entry("QLinearConv", 3),
            Map.entry("NhwcMaxPool", 1),
            Map.entry("QLinearAdd", 1),
            Map.entry("QLinearGlobalAveragePool", 1),
            Map.entry("Flatten", 1),
            Map.entry("QGemm", 1),
            Map.entry("Transpose", 2));
    assertThat(sqnr(models.model(), int8)).isGreaterThan(30);
    assertThat(ModelSize.bytes(int8)).isEqualTo(int8.toBytes().length);
  }

  @Test
  void oldModelsPoolInFloat() {
    HandModels models = HandModels.residual(11);
    OnnxModel int8 = quantizer(models).build(all(models, Precision.INT8));
    assertThat(OrtRuns.executed(int8)).containsEntry("QLinearConv", 3).containsKey("MaxPool");
    assertThat(sqnr(models.model(), int8)).isGreaterThan(30);
  }

  @Test
  void perChannelNeedsOpset13() {
    Scheme perChannel = Scheme.baseline(ActivationType.UINT8).withPerChannelWeights(true);
    HandModels old = HandModels.residual(12);
    Map<String, Precision> plan = all(old, Precision.INT8);
    assertThat(quantizer(old, perChannel, Fp16.STORAGE).warnings(plan))
        .singleElement()
        .asString()
        .contains("opset 13")
        .contains("12");
    assertThat(quantizer(old, perChannel, Fp16.STORAGE).build(plan).toBytes())
        .isEqualTo(quantizer(old).build(plan).toBytes());
    HandModels recent = HandModels.residual(13);
    ModelQuantizer quantizer = quantizer(recent, perChannel, Fp16.STORAGE);
    assertThat(quantizer.warnings(plan)).isEmpty();
    assertThat(OrtRuns.executed(quantizer.build(plan)))
        .isEqualTo(OrtRuns.executed(quantizer(recent).build(plan)));
    assertThat(sqnr(recent.model(), quantizer.build(plan))).isGreaterThan(30);
  }

  @Test
  void signedActivationsLoadAndAreClose() {
    HandModels models = HandModels.residual(13);
    ModelQuantizer quantizer =
        quantizer(models, Scheme.baseline(ActivationType.INT8), Fp16.STORAGE);
    assertThat(sqnr(models.model(), quantizer.build(all(models, Precision.INT8))))
        .isGreaterThan(25);
  }

  @ParameterizedTest
  @ValueSource(strings = {"STORAGE", "NATIVE"})
  void randomPlansLoadAndAreClose(Fp16 fp16) {
    HandModels models = HandModels.residual(13);
    ModelQuantizer quantizer = quantizer(models, UNSIGNED, fp16);
    Random random = new Random(11);
    List<Precision> precisions = List.of(Precision.FP32, Precision.FP16, Precision.INT8);
    for (int i = 0; i < 20; i++) {
      Map<String, Precision> plan = all(models, Precision.FP32);
      plan.replaceAll((name, precision) -> precisions.get(random.nextInt(3)));
      assertThat(sqnr(models.model(), quantizer.build(plan))).as("%s", plan).isGreaterThan(25);
    }
  }

  @ParameterizedTest
  @CsvSource({"2, false", "2, true", "3, false", "3, true"})
  void biasedMatMulIsOneIntegerGemm(int rank, boolean relu) {
    long[] in = rank == 2 ? new long[] {4, 16} : new long[] {1, 4, 16};
    long[] out = rank == 2 ? new long[] {4, 12} : new long[] {1, 4, 12};
    NodeProto[] first =
        relu
            ? new NodeProto[] {
              node("MatMul", "x w", "m"), node("Add", "m b", "a"), node("Relu", "a", "h")
            }
            : new NodeProto[] {node("MatMul", "x w", "m"), node("Add", "b m", "h")};
    HandModels models =
        new HandModels(17)
            .input("x", in)
            .weights("w", 0.3, 16, 16)
            .weights("b", 0.1, 16)
            .weights("w2", 0.3, 16, 12)
            .weights("b2", 0.1, 12)
            .part(first)
            .part(node("MatMul", "h w2", "m2"), node("Add", "m2 b2", "y"))
            .edge("m", in)
            .edge("a", in)
            .edge("h", in)
            .edge("m2", out)
            .output("y", out);
    ModelQuantizer quantizer = quantizer(models);
    OnnxModel int8 = quantizer.build(all(models, Precision.INT8));
    assertThat(OrtRuns.executed(int8))
        .containsEntry("QGemm", 2)
        .containsEntry("QuantizeLinear", 1)
        .doesNotContainKeys("DequantizeLinear", "Gemm", "MatMul", "Add", "Relu");
    assertThat(sqnr(models.model(), int8)).isGreaterThan(25);
    for (Layer layer : models.layers()) {
      OnnxModel alone = quantizer.layerCase(layer, Precision.INT8);
      assertThat(OrtRuns.executed(alone))
          .containsEntry("QGemm", 1)
          .doesNotContainKeys("DequantizeLinear", "QuantizeLinear", "Add");
      OrtRuns.runOnZeros(alone);
    }
  }

  @Test
  void gemmFactorsAndWideBiasesAreFoldedIn() {
    HandModels models =
        new HandModels(13)
            .input("x", 1, 16)
            .weights("w", 0.3, 8, 16)
            .weights("b", 0.3, 1, 8)
            .part(
                node(
                    "Gemm",
                    "x w b",
                    "y",
                    GraphBuilder.real("alpha", 0.5f),
                    GraphBuilder.real("beta", 2),
                    GraphBuilder.integer("transB", 1)))
            .output("y", 1, 8);
    for (boolean perChannel : new boolean[] {false, true}) {
      Scheme scheme = Scheme.baseline(ActivationType.UINT8).withPerChannelWeights(perChannel);
      OnnxModel int8 = quantizer(models, scheme, Fp16.STORAGE).build(all(models, Precision.INT8));
      assertThat(OrtRuns.executed(int8)).containsEntry("QGemm", 1);
      assertThat(sqnr(models.model(), int8)).isGreaterThan(30);
    }
  }

  @Test
  void transposedConvolutionRunsInFloatBetweenItsPairs() {
    HandModels models =
        new HandModels(13)
            .input("x", 1, 4, 5, 5)
            .weights("w", 0.3, 4, 3, 2, 2)
            .weights("b", 0.3, 6)
            .part(
                node(
                    "ConvTranspose",
                    "x w b",
                    "y",
                    ints("strides", 2, 2),
                    GraphBuilder.integer("group", 2)))
            .output("y", 1, 6, 10, 10);
    for (boolean perChannel : new boolean[] {false, true}) {
      Scheme scheme = Scheme.baseline(ActivationType.UINT8).withPerChannelWeights(perChannel);
      ModelQuantizer quantizer = quantizer(models, scheme, Fp16.STORAGE);
      OnnxModel int8 = quantizer.build(all(models, Precision.INT8));
      assertThat(OrtRuns.executed(int8)).containsKey("ConvTranspose");
      assertThat(sqnr(models.model(), int8)).isGreaterThan(30);
    }
  }

  @Test
  void namesStayUniqueAndAnchorsKeepTheirs() {
    HandModels models =
        new HandModels(13)
            .input("x", 1, 2)
            .weights("w", 1, 2, 2)
            .weights("x_q", 1, 2, 2)
            .part(node("Gemm", "x w", "x_dq"))
            .part(node("Gemm", "x_dq x_q", "y"))
            .edge("x_dq", 1, 2)
            .output("y", 1, 2);
    OnnxModel int8 = quantizer(models).build(all(models, Precision.INT8));
    assertThat(OrtRuns.executed(int8)).containsEntry("QGemm", 2);
    assertThat(int8.graph().nodes()).extracting(NodeProto::getName).doesNotHaveDuplicates();
    assertThat(int8.graph().nodes()).extracting(NodeProto::getName).contains("x_dq_node", "y_node");
  }

  @Test
  void glueBesideFloatLayersStaysFloat() {
    HandModels models = HandModels.residual(13);
    ModelQuantizer quantizer = quantizer(models);
    Map<String, Precision> plan = all(models, Precision.INT8);
    plan.put("c2_node", Precision.FP32);
    assertThat(OrtRuns.executed(quantizer.build(plan)))
        .containsEntry("QLinearConv", 2)
        .containsEntry("Conv", 1)
        .doesNotContainKey("QLinearAdd");
    assertThat(quantizer.build(Map.of()).proto().getGraph().getNodeList())
        .isEqualTo(models.model().proto().getGraph().getNodeList());
  }
}
