package io.layerbench.quantize;

import static io.layerbench.quantize.HandModels.ints;
import static io.layerbench.quantize.HandModels.node;
import static io.layerbench.quantize.QuantizedModels.UNSIGNED;
import static io.layerbench.quantize.QuantizedModels.all;
import static io.layerbench.quantize.QuantizedModels.quantizer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OrtSession;
import com.google.protobuf.ByteString;
import io.layerbench.backend.ActivationType;
import io.layerbench.backend.Fp16;
import io.layerbench.base.ElementType;
import io.layerbench.base.InvalidInputException;
import io.layerbench.base.Precision;
import io.layerbench.onnx.Layer;
import io.layerbench.onnx.LayerSplitter;
import io.layerbench.onnx.OnnxModel;
import io.layerbench.onnx.Tensors;
import io.layerbench.onnx.proto.AttributeProto;
import io.layerbench.onnx.proto.NodeProto;
import io.layerbench.onnx.proto.TensorProto;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantizedModelReaderTest {

  private static final CalibrationTable NOTHING =
      new CalibrationTable("", "none", 0, false, Map.of());

  /** A model that was read, and what this program makes of it. */
  record Read(QuantizedModel read, OnnxModel prepared, List<Layer> layers, ModelQuantizer made) {

    static Read of(OnnxModel quantized, ActivationType type) {
      assertThat(QuantizedModelReader.isQuantized(quantized)).isTrue();
      QuantizedModel read = QuantizedModelReader.read(quantized);
      OnnxModel prepared = OrtRuns.prepare(read.floatModel());
      List<Layer> layers = LayerSplitter.split(prepared);
      return new Read(
          read,
          prepared,
          layers,
          new ModelQuantizer(prepared, layers, Scheme.baseline(type), NOTHING, Fp16.STORAGE)
              .withGiven(read.given()));
    }

    Map<String, Precision> plan() {
      Map<String, Precision> plan = new HashMap<>();
      for (Layer layer : layers) {
        if (layer.isRanked() && made.unsupported(layer, Precision.INT8).isEmpty()) {
          plan.put(layer.name(), Precision.INT8);
        }
      }
      return plan;
    }

    OnnxModel rebuilt() {
      return made.build(plan());
    }
  }

  private static void assertSameOutputs(OnnxModel one, OnnxModel other) {
    for (int seed = 0; seed < 3; seed++) {
      Map<String, float[]> inputs = OrtRuns.randomInputs(one, seed);
      Map<String, float[]> expected = OrtRuns.run(one, inputs);
      Map<String, float[]> found = OrtRuns.run(other, inputs);
      assertThat(found.keySet()).isEqualTo(expected.keySet());
      expected.forEach((name, values) -> assertThat(found.get(name)).isEqualTo(values));
    }
  }

  private static TensorProto bytes(String name, ElementType type, int[] values, long... dims) {
    return StoredConstant.tensor(type, values, dims).toBuilder().setName(name).build();
  }

  private static TensorProto scalar(String name, float value) {
    return Tensors.ofFloats(name, new float[] {value});
  }

  private static NodeProto quantize(String in, String out, String parameters) {
    return node("QuantizeLinear", in + " " + parameters, out);
  }

  private static NodeProto dequantize(
      String in, String out, String parameters, AttributeProto... axis) {
    return node("DequantizeLinear", in + " " + parameters, out, axis);
  }

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

  /** Signed activations, weights per channel, a bias in float and one in integers. */
  @ParameterizedTest
  @CsvSource({"false", "true"})
  void modelsInPyTorchsManner(boolean integerBias) {
    HandModels models =
        new HandModels(13)
            .input("x", 1, 2, 4, 4)
            .constant(scalar("xs", 0.02f))
            .constant(scalar("ys", 0.05f))
            .constant(bytes("z", ElementType.INT8, new int[1]))
            .constant(bytes("w", ElementType.INT8, new int[] {-128, 3, 50, 127}, 2, 2, 1, 1))
            .constant(Tensors.ofFloats("ws", new float[] {0.01f, 0.003f}, 2))
            .constant(bytes("wz", ElementType.INT8, new int[2], 2))
            .constant(bytes("bq", ElementType.INT32, new int[] {1000, -70000000}, 2))
            .constant(Tensors.ofFloats("bs", new float[] {0.02f * 0.01f, 0.02f * 0.003f}, 2))
            .constant(Tensors.ofFloats("bf", new float[] {0.2f, -0.1f}, 2))
            .part(quantize("x", "xq", "xs z"))
            .part(dequantize("xq", "xd", "xs z"))
            .part(dequantize("w", "wd", "ws wz", GraphBuilder.integer("axis", 0)));
    if (integerBias) {
      models.part(dequantize("bq", "bd", "bs", GraphBuilder.integer("axis", 0)));
    }
    models
        .part(node("Conv", integerBias ? "xd wd bd" : "xd wd bf", "c"), node("Relu", "c", "r"))
        .part(quantize("r", "rq", "ys z"))
        .part(dequantize("rq", "rd", "ys z"))
        .part(node("Softmax", "rd", "y", GraphBuilder.integer("axis", 1)))
        .output("y", 1, 2, 4, 4);
    Read read = Read.of(models.model(), ActivationType.INT8);
    assertThat(read.read().warnings()).isEmpty();
    GivenParameters given = read.read().given();
    assertThat(given.activations())
        .isEqualTo(
            Map.of(
                "x", QuantizationParameters.perTensor(0.02f, 0, ElementType.INT8),
                "r", QuantizationParameters.perTensor(0.05f, 0, ElementType.INT8)));
    assertThat(Objects.requireNonNull(given.constants().get("wd")).parameters())
        .isEqualTo(new QuantizationParameters(List.of(0.01f, 0.003f), 0, 0, ElementType.INT8));
    assertThat(
            Tensors.floats(
                Objects.requireNonNull(read.prepared().graph().initializers().get("wd"))))
        .containsExactly(-128 * 0.01f, 3 * 0.01f, 50 * 0.003f, 127 * 0.003f);
    assertThat(read.plan()).containsOnlyKeys("c_node");
    assertSameOutputs(models.model(), read.rebuilt());
  }

  /** Quantization-aware training: float weights pass through their own pair, then a transpose. */
  @Test
  void weightsBehindTheirOwnPairAndATranspose() {
    HandModels models =
        new HandModels(13)
            .input("x", 3, 4)
            .weights("w", 0.3, 5, 4)
            .constant(Tensors.ofFloats("ws", new float[] {0.01f, 0.02f, 0.01f, 0.005f, 0.01f}, 5))
            .constant(bytes("wz", ElementType.INT8, new int[5], 5))
            .constant(scalar("s", 0.03f))
            .constant(bytes("z", ElementType.UINT8, new int[] {128}))
            .part(quantize("x", "xq", "s z"))
            .part(dequantize("xq", "xd", "s z"))
            .part(node("QuantizeLinear", "w ws wz", "wq", GraphBuilder.integer("axis", 0)))
            .part(dequantize("wq", "wd", "ws wz", GraphBuilder.integer("axis", 0)))
            .part(node("Transpose", "wd", "wt", ints("perm", 1, 0)))
            .part(node("MatMul", "xd wt", "y"))
            .output("y", 3, 5);
    Read read = Read.of(models.model(), ActivationType.UINT8);
    StoredConstant weights = Objects.requireNonNull(read.read().given().constants().get("wt"));
    assertThat(weights.parameters().axis()).isEqualTo(1);
    assertThat(weights.dims()).containsExactly(4, 5);
    assertThat(read.layers()).singleElement().matches(Layer::isRanked);
    assertSameOutputs(models.model(), read.rebuilt());
  }

  /** TensorFlow's converter: unsigned asymmetric activations, and a layer left in float. */
  @Test
  void modelsInTensorFlowsManner() {
    HandModels models =
        new HandModels(13)
            .input("x", 1, 2, 4, 4)
            .constant(scalar("xs", 0.02f))
            .constant(bytes("xz", ElementType.UINT8, new int[] {117}))
            .constant(scalar("ys", 0.03f))
            .constant(bytes("yz", ElementType.UINT8, new int[] {90}))
            .constant(bytes("w", ElementType.UINT8, new int[] {0, 130, 200, 255}, 2, 2, 1, 1))
            .constant(scalar("ws", 0.01f))
            .constant(bytes("wz", ElementType.UINT8, new int[] {125}))
            .weights("v", 0.3, 2, 2, 1, 1)
            .part(quantize("x", "xq", "xs xz"))
            .part(dequantize("xq", "xd", "xs xz"))
            .part(dequantize("w", "wd", "ws wz"))
            .part(node("Conv", "xd wd", "c"))
            .part(quantize("c", "cq", "ys yz"))
            .part(dequantize("cq", "cd", "ys yz"))
            .part(node("MaxPool", "cd", "p", ints("kernel_shape", 2, 2)))
            .part(quantize("p", "pq", "ys yz"))
            .part(dequantize("pq", "pd", "ys yz"))
            .part(node("Conv", "pd v", "y"))
            .output("y", 1, 2, 3, 3);
    Read read = Read.of(models.model(), ActivationType.UINT8);
    assertThat(read.plan()).containsOnlyKeys("c_node");
    assertThat(
            read.made()
                .unsupported(
                    read.layers().stream()
                        .filter(l -> l.name().equals("y_node"))
                        .findFirst()
                        .orElseThrow(),
                    Precision.INT8))
        .hasValue("the model arrived with its weights in float");
    assertSameOutputs(models.model(), read.rebuilt());
  }

  /** What ONNX Runtime itself writes in the QOperator form. */
  @Test
  void operatorsOnIntegersAreRead() {
    HandModels models =
        new HandModels(13)
            .input("x", 1, 2, 4, 4)
            .constant(scalar("xs", 0.02f))
            .constant(bytes("xz", ElementType.UINT8, new int[] {117}))
            .constant(scalar("ys", 0.03f))
            .constant(bytes("yz", ElementType.UINT8, new int[] {90}))
            .constant(bytes("w", ElementType.INT8, new int[] {-100, 13, 20, 127}, 2, 2, 1, 1))
            .constant(Tensors.ofFloats("ws", new float[] {0.01f, 0.02f}, 2))
            .constant(bytes("wz", ElementType.INT8, new int[2], 2))
            .constant(bytes("b", ElementType.INT32, new int[] {300, -77}, 2))
            .part(quantize("x", "xq", "xs xz"))
            .part(node("QLinearConv", "xq xs xz w ws wz ys yz b", "c"))
            .part(node("MaxPool", "c", "p", ints("kernel_shape", 2, 2)))
            .part(dequantize("p", "y", "ys yz"))
            .output("y", 1, 2, 3, 3);
    Read read = Read.of(models.model(), ActivationType.UINT8);
    assertThat(read.read().warnings()).isEmpty();
    assertThat(read.prepared().graph().nodes())
        .extracting(NodeProto::getOpType)
        .containsExactly("Conv", "MaxPool");
    assertThat(read.plan()).containsOnlyKeys("c_node");
    assertSameOutputs(models.model(), read.rebuilt());
  }

  /** ONNX Runtime fuses explicit pairs to the QOperator form: what it makes of ours comes back. */
  @ParameterizedTest
  @CsvSource({"resnet20, false", "kws, true", "m5, true", "efficientnet-lite0, true"})
  void whatTheRuntimeFusesIsReadAsWell(String name, boolean perChannel) {
    AssetModels asset = AssetModels.of(name);
    Scheme scheme = Scheme.baseline(ActivationType.UINT8).withPerChannelWeights(perChannel);
    OnnxModel int8 =
        new ModelQuantizer(asset.model(), asset.layers(), scheme, asset.calibrate(8), Fp16.STORAGE)
            .build(asset.all(Precision.INT8));
    OnnxModel fused = OrtRuns.optimized(int8, OrtSession.SessionOptions.OptLevel.EXTENDED_OPT);
    assertThat(fused.graph().nodes()).extracting(NodeProto::getOpType).contains("QLinearConv");
    Read read = Read.of(fused, ActivationType.UINT8);
    assertThat(read.read().warnings()).isEmpty();
    assertThat(read.prepared().graph().nodes()).noneMatch(node -> node.getOpType().startsWith("Q"));
    assertThat(read.plan()).hasSize(asset.all(Precision.INT8).size());
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
