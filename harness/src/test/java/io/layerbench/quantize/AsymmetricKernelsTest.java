package io.layerbench.quantize;

import static io.layerbench.quantize.HandModels.ints;
import static io.layerbench.quantize.HandModels.node;
import static io.layerbench.quantize.QuantizedModels.UNSIGNED;
import static io.layerbench.quantize.QuantizedModels.all;
import static io.layerbench.quantize.QuantizedModels.quantizer;
import static io.layerbench.quantize.QuantizedModels.sqnr;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OrtSession;
import io.layerbench.backend.ActivationType;
import io.layerbench.backend.Backends;
import io.layerbench.backend.Fp16;
import io.layerbench.backend.Session;
import io.layerbench.backend.SessionSettings;
import io.layerbench.base.Precision;
import io.layerbench.base.TensorData;
import io.layerbench.onnx.Layer;
import io.layerbench.onnx.OnnxModel;
import io.layerbench.onnx.Tensors;
import io.layerbench.onnx.proto.NodeProto;
import io.layerbench.onnx.proto.TensorProto;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What ONNX Runtime's CPU kernels take of zero points: all of them run on integers, zero points of
 * weights that differ between channels included, though ONNX's own QLinearConv asks for equal ones.
 */
class AsymmetricKernelsTest {

  private static final int CHANNELS = 16;

  /** A layer with weights that lie above 0 in some channels, below 0 in others. */
  private static HandModels layer(String form) {
    boolean dense = List.of("Gemm", "GemmT", "MatMul", "BiasedMatMul").contains(form);
    int inputs = form.equals("Depthwise") ? 1 : CHANNELS;
    int kernel = dense ? 1 : 9;
    boolean outputsFirst = List.of("Conv", "Depthwise", "GemmT").contains(form);
    float[] weights = new float[CHANNELS * inputs * kernel];
    Random random = new Random(3);
    for (int i = 0; i < weights.length; i++) {
      int channel = outputsFirst ? i / (inputs * kernel) : i / kernel % CHANNELS;
      weights[i] = (float) (random.nextGaussian() * 0.1 + 0.5 * (channel % 5) - 1);
    }
    long[] dims = dense ? new long[] {CHANNELS, CHANNELS} : new long[] {CHANNELS, inputs, 3, 3};
    long[] shape = dense ? new long[] {8, CHANNELS} : new long[] {1, CHANNELS, 8, 8};
    return new HandModels(13)
        .input("x", shape)
        .constant(Tensors.ofFloats("w", weights, dims))
        .weights("b", 0.1, CHANNELS)
        .part(nodes(form))
        .edge("m", shape)
        .output("y", shape);
  }

  private static NodeProto[] nodes(String form) {
    return switch (form) {
      case "Depthwise" ->
          new NodeProto[] {
            node(
                "Conv",
                "x w b",
                "y",
                ints("pads", 1, 1, 1, 1),
                GraphBuilder.integer("group", CHANNELS))
          };
      case "Conv", "ConvTranspose" ->
          new NodeProto[] {node(form, "x w b", "y", ints("pads", 1, 1, 1, 1))};
      case "GemmT" ->
          new NodeProto[] {node("Gemm", "x w b", "y", GraphBuilder.integer("transB", 1))};
      case "MatMul" -> new NodeProto[] {node("MatMul", "x w", "y")};
      case "BiasedMatMul" -> new NodeProto[] {node("MatMul", "x w", "m"), node("Add", "m b", "y")};
      default -> new NodeProto[] {node(form, "x w b", "y")};
    };
  }

  private static List<Scheme> schemes() {
    List<Scheme> schemes = new ArrayList<>();
    for (ActivationType type : ActivationType.values()) {
      for (Symmetry activations : Symmetry.values()) {
        for (Symmetry weights : Symmetry.values()) {
          for (boolean perChannel : new boolean[] {false, true}) {
            schemes.add(
                UNSIGNED
                    .withActivations(type, activations)
                    .withWeightSymmetry(weights)
                    .withPerChannelWeights(perChannel));
          }
        }
      }
    }
    return schemes;
  }

  static Stream<Arguments> kernels() {
    return Stream.of(
        Arguments.of("Conv", "QLinearConv"),
        Arguments.of("Depthwise", "QLinearConv"),
        Arguments.of("Gemm", "QGemm"),
        Arguments.of("GemmT", "QGemm"),
        Arguments.of("MatMul", "MatMulIntegerToFloat"),
        Arguments.of("BiasedMatMul", "QGemm"),
        // There is no integer kernel: it computes between its pairs.
        Arguments.of("ConvTranspose", "ConvTranspose"));
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void everySchemeRunsInTheIntegerKernel(String form, String kernel) {
    HandModels models = layer(form);
    for (Scheme scheme : schemes()) {
      ModelQuantizer quantizer = quantizer(models, scheme, Fp16.STORAGE);
      OnnxModel int8 = quantizer.build(all(models, Precision.INT8));
      Map<String, Integer> executed = OrtRuns.executed(int8);
      assertThat(executed).as("%s", scheme.text()).containsEntry(kernel, 1);
      if (!form.equals("ConvTranspose")) {
        assertThat(executed)
            .as("%s", scheme.text())
            .doesNotContainKeys("Conv", "Gemm", "MatMul", "Add");
      }
      assertThat(sqnr(models.model(), int8)).as("%s", scheme.text()).isGreaterThan(33);
      assertThat(OrtRuns.sqnr(run(int8, true), run(simulated(quantizer, models), false)))
          .as("%s", scheme.text())
          .isGreaterThan(50);
    }
  }

  private static OnnxModel simulated(ModelQuantizer quantizer, HandModels models) {
    return quantizer.simulate(all(models, Precision.INT8));
  }

  private static float[] run(OnnxModel model, boolean optimize) {
    float[] values = Objects.requireNonNull(OrtRuns.randomInputs(model, 2).get("x"));
    Map<String, TensorData> inputs =
        Map.of("x", TensorData.ofFloats(values, HandModels.dims(model, "x")));
    try (Session session =
        Backends.named("cpu")
            .open(model.toBytes(), new SessionSettings(1, false, true, optimize, null))) {
      return Objects.requireNonNull(session.run(inputs, List.of("y")).get("y")).toFloats();
    }
  }

  /** The kernels above really got zero points that differ. */
  @ParameterizedTest
  @CsvSource({"Conv, 5", "Depthwise, 5", "Gemm, 5", "MatMul, 5"})
  void theKernelTakesAZeroPointPerChannel(String form, int place) {
    HandModels models = layer(form);
    Scheme scheme = UNSIGNED.withWeightSymmetry(Symmetry.ASYMMETRIC).withPerChannelWeights(true);
    OnnxModel optimized =
        OrtRuns.optimized(
            quantizer(models, scheme, Fp16.STORAGE).build(all(models, Precision.INT8)),
            OrtSession.SessionOptions.OptLevel.ALL_OPT);
    NodeProto kernel =
        optimized.graph().nodes().stream()
            .filter(node -> node.getOpType().matches("QLinearConv|QGemm|MatMulIntegerToFloat"))
            .findFirst()
            .orElseThrow();
    TensorProto zeroPoints =
        Objects.requireNonNull(optimized.graph().initializers().get(kernel.getInput(place)));
    assertThat(Arrays.stream(StoredConstant.values(zeroPoints)).distinct().count())
        .isGreaterThan(2);
  }

  /** A file that holds such weights is read as it is. */
  @ParameterizedTest
  @CsvSource({"Conv", "GemmT", "MatMul"})
  void zeroPointsPerChannelAreReadFromFiles(String form) {
    HandModels models = layer(form);
    Scheme scheme = UNSIGNED.withWeightSymmetry(Symmetry.ASYMMETRIC).withPerChannelWeights(true);
    QuantizedModel read =
        QuantizedModelReader.read(
            quantizer(models, scheme, Fp16.STORAGE).build(all(models, Precision.INT8)));
    assertThat(read.warnings()).isEmpty();
    StoredConstant weights = Objects.requireNonNull(read.given().constants().get("w_dq"));
    assertThat(weights.parameters().zeroPoints().stream().distinct().count()).isGreaterThan(2);
    float[] floats =
        Tensors.floats(Objects.requireNonNull(models.model().graph().initializers().get("w")));
    float[] real =
        Tensors.floats(
            Objects.requireNonNull(read.floatModel().graph().initializers().get("w_dq")));
    for (int i = 0; i < floats.length; i++) {
      assertThat(real[i]).isEqualTo(floats[i], within(0.01f));
    }
  }

  /** Below 8 bits the layer is simulated only, in the same scheme. */
  @ParameterizedTest
  @CsvSource({"Conv", "Depthwise", "ConvTranspose", "Gemm", "GemmT", "MatMul"})
  void oneSidedChannelsGainABitInTheSimulation(String form) {
    HandModels models = layer(form);
    Layer layer = models.layers().get(0);
    OnnxModel exact = quantizer(models).layerCase(layer, Precision.FP32);
    Map<String, float[]> inputs = OrtRuns.randomInputs(exact, 5);
    float[] expected = OrtRuns.run(exact, inputs, "y");
    for (Precision precision : List.of(Precision.INT8, Precision.INT6, Precision.INT4)) {
      Map<Symmetry, Double> sqnr = new EnumMap<>(Symmetry.class);
      for (Symmetry symmetry : Symmetry.values()) {
        Scheme scheme = UNSIGNED.withWeightSymmetry(symmetry).withPerChannelWeights(true);
        OnnxModel simulated =
            quantizer(models, scheme, Fp16.STORAGE)
                .simulate(layer, new Treatment(precision, Operands.WEIGHTS));
        sqnr.put(symmetry, OrtRuns.sqnr(expected, OrtRuns.run(simulated, inputs, "y")));
      }
      assertThat(sqnr.getOrDefault(Symmetry.ASYMMETRIC, 0.0))
          .as("%s", precision)
          .isGreaterThan(sqnr.getOrDefault(Symmetry.SYMMETRIC, 0.0) + 2);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Conv, ConvInteger, false",
    "Depthwise, ConvInteger, false",
    "Gemm, DynamicQuantizeMatMul, false",
    "Gemm, DynamicQuantizeMatMul, true",
    "GemmT, DynamicQuantizeMatMul, true",
    "MatMul, DynamicQuantizeMatMul, true"
  })
  void dynamicKernelsTakeZeroPointsOfWeights(String form, String kernel, boolean perChannel) {
    HandModels models = layer(form);
    OnnxModel int8 = dynamic(models, perChannel).build(all(models, Precision.INT8).keySet());
    assertThat(OrtRuns.executed(int8)).containsEntry(kernel, 1);
    assertThat(sqnr(models.model(), int8)).isGreaterThan(33);
  }

  private static DynamicQuantizer dynamic(HandModels models, boolean perChannel) {
    return new DynamicQuantizer(
        models.model(),
        models.layers(),
        UNSIGNED.withWeightSymmetry(Symmetry.ASYMMETRIC).withPerChannelWeights(perChannel));
  }

  @Test
  void aDynamicConvolutionTakesOneZeroPoint() {
    HandModels models = layer("Conv");
    assertThat(dynamic(models, true).unsupported(models.layers().get(0)))
        .hasValueSatisfying(reason -> assertThat(reason).contains("one zero point"));
  }

  @Test
  void perTensorWeightsOfOldModelsAreAsymmetricToo() {
    HandModels models = HandModels.residual(12);
    Scheme scheme = UNSIGNED.withWeightSymmetry(Symmetry.ASYMMETRIC).withPerChannelWeights(true);
    OnnxModel int8 = quantizer(models, scheme, Fp16.STORAGE).build(all(models, Precision.INT8));
    assertThat(OrtRuns.executed(int8)).containsEntry("QLinearConv", 3).containsEntry("QGemm", 1);
    assertThat(sqnr(models.model(), int8)).isGreaterThan(30);
  }
}
