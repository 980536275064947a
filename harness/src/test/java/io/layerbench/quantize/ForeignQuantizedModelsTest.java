package io.layerbench.quantize;

import static io.layerbench.quantize.HandModels.ints;
import static io.layerbench.quantize.HandModels.node;
import static io.layerbench.quantize.QuantizedFiles.assertSameOutputs;
import static io.layerbench.quantize.QuantizedFiles.bytes;
import static io.layerbench.quantize.QuantizedFiles.dequantize;
import static io.layerbench.quantize.QuantizedFiles.quantize;
import static io.layerbench.quantize.QuantizedFiles.scalar;
import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtSession;
import io.layerbench.backend.ActivationType;
import io.layerbench.backend.Fp16;
import io.layerbench.base.ElementType;
import io.layerbench.base.Precision;
import io.layerbench.onnx.Layer;
import io.layerbench.onnx.OnnxModel;
import io.layerbench.onnx.Tensors;
import io.layerbench.onnx.proto.NodeProto;
import io.layerbench.quantize.QuantizedFiles.Read;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Models in the manner of other programs come back as they were. */
class ForeignQuantizedModelsTest {

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
}
