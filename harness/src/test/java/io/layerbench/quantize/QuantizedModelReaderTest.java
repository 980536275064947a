package io.layerbench.quantize;

import static io.layerbench.quantize.HandModels.node;
import static io.layerbench.quantize.QuantizedFiles.assertSameOutputs;
import static io.layerbench.quantize.QuantizedFiles.bytes;
import static io.layerbench.quantize.QuantizedFiles.dequantize;
import static io.layerbench.quantize.QuantizedFiles.quantize;
import static io.layerbench.quantize.QuantizedFiles.scalar;
import static io.layerbench.quantize.QuantizedModels.UNSIGNED;
import static io.layerbench.quantize.QuantizedModels.all;
import static io.layerbench.quantize.QuantizedModels.quantizer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.layerbench.backend.ActivationType;
import io.layerbench.backend.Fp16;
import io.layerbench.base.ElementType;
import io.layerbench.base.InvalidInputException;
import io.layerbench.base.Precision;
import io.layerbench.onnx.Layer;
import io.layerbench.onnx.OnnxModel;
import io.layerbench.onnx.Tensors;
import io.layerbench.onnx.proto.NodeProto;
import io.layerbench.onnx.proto.TensorProto;
import io.layerbench.quantize.QuantizedFiles.Read;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantizedModelReaderTest {

  /** x → Q → DQ → Conv of one weight → Q → DQ, with what the scales and zero points are. */
  private static HandModels tiny(TensorProto scale, TensorProto zero, TensorProto weightScale) {
    return new HandModels(13)
        .input("x", 1, 1, 2, 2)
        .constant(scale.toBuilder().setName("s").build())
        .constant(zero.toBuilder().setName("z").build())
        .constant(weightScale.toBuilder().setName("ws").build())
        .constant(
            bytes(
                "wz",
                ElementType.INT8,
                new int[(int) Tensors.elements(weightScale)],
                weightScale.getDimsList().stream().mapToLong(d -> d).toArray()))
        .constant(bytes("w", ElementType.INT8, new int[] {3, -128}, 2, 1, 1, 1))
        .part(quantize("x", "xq", "s z"))
        .part(dequantize("xq", "xd", "s z"))
        .part(dequantize("w", "wd", "ws wz", GraphBuilder.integer("axis", 0)))
        .part(node("Conv", "xd wd", "c"))
        .part(quantize("c", "cq", "s z"))
        .part(dequantize("cq", "y", "s z"))
        .output("y", 1, 2, 2, 2);
  }

  private static final TensorProto ZERO = bytes("z", ElementType.INT8, new int[1]);

  @ParameterizedTest
  @CsvSource({"0", "-0.5", "NaN", "Infinity"})
  void scalesThatAreNoneAreRefused(float scale) {
    assertThatThrownBy(
            () -> QuantizedModelReader.read(tiny(scalar("s", scale), ZERO, scalar("s", 1)).model()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("(x)")
        .hasMessageContaining("(" + scale + ")");
    assertThatThrownBy(
            () ->
                QuantizedModelReader.read(
                    tiny(scalar("s", 1), ZERO, Tensors.ofFloats("", new float[] {1, scale}, 2))
                        .model()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("(w)");
  }

  @Test
  void parametersThatDoNotFitAreRefused() {
    TensorProto three = Tensors.ofFloats("", new float[] {1, 2, 3}, 3);
    assertThatThrownBy(() -> QuantizedModelReader.read(tiny(scalar("", 1), ZERO, three).model()))
        .hasMessageContaining("(w)")
        .hasMessageContaining("(3) scales for (2) channels");
    TensorProto matrix = Tensors.ofFloats("", new float[] {1, 2}, 1, 2);
    assertThatThrownBy(() -> QuantizedModelReader.read(tiny(scalar("", 1), ZERO, matrix).model()))
        .hasMessageContaining("(w)")
        .hasMessageContaining("[1, 2]");
    TensorProto two = bytes("", ElementType.INT8, new int[2], 2);
    assertThatThrownBy(
            () -> QuantizedModelReader.read(tiny(scalar("", 1), two, scalar("", 1)).model()))
        .hasMessageContaining("(x)")
        .hasMessageContaining("(2) zero points for (1) scales");
    HandModels axis =
        new HandModels(13)
            .input("x", 1, 2)
            .constant(bytes("w", ElementType.INT8, new int[4], 2, 2))
            .constant(Tensors.ofFloats("s", new float[] {1, 1}, 2))
            .constant(bytes("b", ElementType.INT32, new int[2], 2))
            .constant(bytes("bz", ElementType.INT32, new int[] {5}))
            .constant(bytes("wz", ElementType.UINT8, new int[2], 2))
            .constant(scalar("bs", 1));
    assertThatThrownBy(
            () ->
                QuantizedModelReader.read(
                    axis.part(dequantize("w", "wd", "s", GraphBuilder.integer("axis", 2))).model()))
        .hasMessageContaining("(w)")
        .hasMessageContaining("axis (2)");
    HandModels bias =
        new HandModels(13)
            .constant(bytes("b", ElementType.INT32, new int[2], 2))
            .constant(bytes("bz", ElementType.INT32, new int[] {5}))
            .constant(scalar("bs", 1))
            .part(dequantize("b", "bd", "bs bz"));
    assertThatThrownBy(() -> QuantizedModelReader.read(bias.model()))
        .hasMessageContaining("(b)")
        .hasMessageContaining("zero point (5)");
    HandModels type =
        new HandModels(13)
            .constant(bytes("w", ElementType.INT8, new int[2], 2))
            .constant(bytes("z", ElementType.UINT8, new int[1]))
            .constant(scalar("s", 1))
            .part(dequantize("w", "wd", "s z"));
    assertThatThrownBy(() -> QuantizedModelReader.read(type.model()))
        .hasMessageContaining("(w)")
        .hasMessageContaining("UINT8");
  }

  /** The tensor that is rounded for an output of the model takes over the output's name. */
  @Test
  void outputsKeepTheirNamesAndTheirRounding() {
    OnnxModel model = tiny(scalar("", 0.1f), ZERO, scalar("", 0.02f)).model();
    Read read = Read.of(model, ActivationType.INT8);
    assertThat(read.read().given().activations()).containsOnlyKeys("x", "y");
    assertThat(read.plan()).containsOnlyKeys("c_node");
    assertSameOutputs(model, read.rebuilt());
  }

  @Test
  void whatHasNoFormStaysAndIsSaid() {
    HandModels models =
        new HandModels(21)
            .input("x", 1, 2)
            .constant(
                bytes("z16", ElementType.INT8, new int[1]).toBuilder()
                    .setDataType(ElementType.INT16.onnx())
                    .setRawData(ByteString.copyFrom(new byte[2]))
                    .build())
            .constant(scalar("s", 0.5f))
            .constant(scalar("s2", 0.25f))
            .constant(bytes("z", ElementType.INT8, new int[1]))
            .part(quantize("x", "a", "s z16"))
            .part(dequantize("a", "ad", "s z16"))
            .part(quantize("x", "b", "s z"))
            .part(dequantize("b", "bd", "s z"))
            .part(quantize("x", "c", "s2 z"))
            .part(dequantize("c", "cd", "s2 z"))
            .part(node("Sum", "ad bd cd", "y"))
            .output("y", 1, 2);
    QuantizedModel read = QuantizedModelReader.read(models.model());
    assertThat(read.warnings()).hasSize(3);
    assertThat(read.warnings().get(2)).contains("(x)").contains("another way");
    assertThat(read.given().activations()).containsOnlyKeys("x", "cd");
    assertThat(read.floatModel().graph().nodes())
        .extracting(NodeProto::getOpType)
        .containsExactly(
            "QuantizeLinear", "DequantizeLinear", "QuantizeLinear", "DequantizeLinear", "Sum");
    float[] y = OrtRuns.run(read.floatModel(), Map.of("x", new float[] {0.3f, 1}), "y");
    assertThat(y).containsExactly(0.5f + 0.3f + 0.25f, 3f);
  }

  @ParameterizedTest
  @CsvSource({"11, false", "13, false", "13, true", "17, true"})
  void ownModelsComeBackAsTheyWere(long opset, boolean perChannel) {
    HandModels models = HandModels.residual(opset);
    Scheme scheme = Scheme.baseline(ActivationType.UINT8).withPerChannelWeights(perChannel);
    OnnxModel int8 = quantizer(models, scheme, Fp16.STORAGE).build(all(models, Precision.INT8));
    Read read = Read.of(int8, ActivationType.UINT8);
    assertThat(read.read().warnings()).isEmpty();
    assertThat(read.plan().keySet()).isEqualTo(all(models, Precision.INT8).keySet());
    assertThat(read.prepared().graph().nodes())
        .noneMatch(node -> node.getOpType().endsWith("Linear"));
    assertThat(OrtRuns.executed(read.rebuilt())).isEqualTo(OrtRuns.executed(int8));
    assertSameOutputs(int8, read.rebuilt());
    for (Layer layer : read.layers()) {
      if (layer.isRanked()) {
        OrtRuns.runOnZeros(read.made().layerCase(layer, Precision.INT8));
        OrtRuns.runOnZeros(read.made().simulate(layer, Treatment.of(Precision.INT8)));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "resnet20, false",
    "kws, true",
    "vww, true",
    "m5, false",
    "squeezenet, true",
    "efficientnet-lite0, false"
  })
  void realModelsComeBackAsTheyWere(String name, boolean perChannel) {
    AssetModels asset = AssetModels.of(name);
    Scheme scheme = Scheme.baseline(ActivationType.UINT8).withPerChannelWeights(perChannel);
    OnnxModel int8 =
        new ModelQuantizer(asset.model(), asset.layers(), scheme, asset.calibrate(8), Fp16.STORAGE)
            .build(asset.all(Precision.INT8));
    Read read = Read.of(int8, ActivationType.UINT8);
    assertThat(read.read().warnings()).isEmpty();
    assertThat(read.plan().keySet()).isEqualTo(asset.all(Precision.INT8).keySet());
    assertSameOutputs(int8, read.rebuilt());
  }

  @Test
  void layersThatAFileLeavesInFloatStayFloat() {
    HandModels models = HandModels.residual(13);
    Map<String, Precision> plan = all(models, Precision.INT8);
    plan.put("c2_node", Precision.FP32);
    OnnxModel mixed = quantizer(models).build(plan);
    Read read = Read.of(mixed, ActivationType.UINT8);
    assertThat(read.plan()).containsOnlyKeys("c1_node", "c3_node", "y_node");
    assertSameOutputs(mixed, read.rebuilt());
  }

  @Test
  void biasedMatMulsAndPaddingComeBackAsTheyWere() {
    HandModels models =
        new HandModels(17)
            .input("x", 1, 4, 16)
            .weights("w", 0.3, 16, 16)
            .weights("b", 0.1, 16)
            .weights("w2", 0.3, 18, 12)
            .constant(Tensors.ofLongs("pads", new long[] {0, 0, 1, 0, 0, 1}, 6))
            .constant(scalar("filling", -0.5f))
            .part(node("MatMul", "x w", "m"), node("Add", "m b", "h"))
            .part(node("Pad", "h pads filling", "p"))
            .part(node("MatMul", "p w2", "y"))
            .edge("m", 1, 4, 16)
            .edge("h", 1, 4, 16)
            .edge("p", 1, 4, 18)
            .output("y", 1, 4, 12);
    OnnxModel int8 = quantizer(models).build(all(models, Precision.INT8));
    assertThat(OrtRuns.executed(int8)).containsKey("Pad");
    Read read = Read.of(int8, ActivationType.UINT8);
    assertThat(read.read().warnings()).isEmpty();
    assertSameOutputs(int8, read.rebuilt());
  }

  @Test
  void floatModelsAreNotQuantized() {
    assertThat(QuantizedModelReader.isQuantized(HandModels.residual(13).model())).isFalse();
    HandModels models = HandModels.residual(13);
    assertThat(
            QuantizedModelReader.isQuantized(
                new DynamicQuantizer(models.model(), models.layers(), UNSIGNED)
                    .build(all(models, Precision.INT8).keySet())))
        .isFalse();
  }
}
