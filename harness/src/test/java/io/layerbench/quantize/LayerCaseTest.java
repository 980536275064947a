package io.layerbench.quantize;

import static io.layerbench.quantize.HandModels.node;
import static io.layerbench.quantize.QuantizedModels.UNSIGNED;
import static io.layerbench.quantize.QuantizedModels.all;
import static io.layerbench.quantize.QuantizedModels.quantizer;
import static io.layerbench.quantize.QuantizedModels.sqnr;
import static org.assertj.core.api.Assertions.assertThat;

import io.layerbench.backend.ActivationType;
import io.layerbench.backend.Fp16;
import io.layerbench.base.ElementType;
import io.layerbench.base.Precision;
import io.layerbench.onnx.Layer;
import io.layerbench.onnx.OnnxModel;
import io.layerbench.onnx.Tensors;
import io.layerbench.onnx.proto.NodeProto;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The models of single layers, and what half precision makes of them. */
class LayerCaseTest {

  /** Channels whose weights differ by 2^8: with one scale, the small ones have a bit or two. */
  @ParameterizedTest
  @CsvSource({"Conv, 0", "ConvTranspose, 1", "Gemm, 0", "Gemm, 1", "MatMul, 1"})
  void perChannelServesSmallChannels(String op, int axis) {
    boolean dense = op.equals("Gemm") || op.equals("MatMul");
    Random random = new Random(3);
    float[] values = new float[256];
    for (int i = 0; i < values.length; i++) {
      int channel = axis == 0 ? i / 16 : i % 16;
      values[i] = (float) (random.nextGaussian() * Math.pow(2, -channel / 2.0));
    }
    long[] weight = dense ? new long[] {16, 16} : new long[] {16, 16, 1, 1};
    long[] shape = dense ? new long[] {64, 16} : new long[] {1, 16, 8, 8};
    boolean transposed = op.equals("Gemm") && axis == 0;
    NodeProto anchor =
        transposed ? node(op, "x w", "y", GraphBuilder.integer("transB", 1)) : node(op, "x w", "y");
    HandModels models =
        new HandModels(13)
            .input("x", shape)
            .constant(Tensors.ofFloats("w", values, weight))
            .part(anchor)
            .output("y", shape);
    Map<String, float[]> inputs = OrtRuns.randomInputs(models.model(), 5);
    float[] exact = OrtRuns.run(models.model(), inputs, "y");
    Layer layer = models.layers().get(0);
    double[] errors = new double[2];
    for (boolean perChannel : new boolean[] {false, true}) {
      Scheme scheme = Scheme.baseline(ActivationType.UINT8).withPerChannelWeights(perChannel);
      OnnxModel simulated =
          quantizer(models, scheme, Fp16.STORAGE).simulate(layer, Treatment.of(Precision.INT8));
      float[] rounded = OrtRuns.run(simulated, inputs, "y");
      for (int i = 0; i < exact.length; i++) {
        boolean last = dense ? i % 16 == 15 : i / 64 == 15;
        if (last) {
          errors[perChannel ? 1 : 0] += Math.abs(rounded[i] - exact[i]);
        }
      }
    }
    assertThat(errors[1]).isLessThan(errors[0] / 3);
  }

  @Test
  void everyLayerAloneIsOneIntegerKernel() {
    HandModels models = HandModels.residual(13);
    ModelQuantizer quantizer = quantizer(models);
    for (Layer layer : models.layers()) {
      assertThat(quantizer.unsupported(layer, Precision.INT8)).isEmpty();
      OnnxModel alone = quantizer.layerCase(layer, Precision.INT8);
      assertThat(OrtRuns.executed(alone))
          .doesNotContainKeys("QuantizeLinear", "DequantizeLinear", "Conv", "Gemm", "Relu", "Clip");
      assertThat(alone.graph().inputs())
          .allMatch(
              input -> input.getType().getTensorType().getElemType() == ElementType.UINT8.onnx());
      OrtRuns.runOnZeros(alone);
    }
    Layer last = models.layers().get(models.layers().size() - 1);
    assertThat(
            quantizer
                .layerCase(last, Precision.INT8)
                .graph()
                .outputs()
                .get(0)
                .getType()
                .getTensorType()
                .getElemType())
        .isEqualTo(ElementType.FLOAT.onnx());
  }

  @Test
  void storedHalvesRunTheSameKernels() {
    HandModels models = HandModels.residual(13);
    ModelQuantizer quantizer = quantizer(models);
    OnnxModel stored = quantizer.build(all(models, Precision.FP16));
    assertThat(OrtRuns.executed(stored)).isEqualTo(OrtRuns.executed(models.model()));
    assertThat(sqnr(models.model(), stored)).isGreaterThan(55);
    assertThat(ModelSize.bytes(stored)).isLessThan(ModelSize.bytes(models.model()) * 3 / 4);
    assertThat(quantizer.unsupported(models.layers().get(1), Precision.FP16))
        .hasValueSatisfying(reason -> assertThat(reason).contains("identical to FP32"));
    OnnxModel alone = quantizer.layerCase(models.layers().get(0), Precision.FP16);
    assertThat(OrtRuns.executed(alone))
        .isEqualTo(OrtRuns.executed(quantizer.layerCase(models.layers().get(0), Precision.FP32)));
  }

  @Test
  void overflowingWeightsStaySingle() {
    HandModels models =
        new HandModels(13)
            .input("x", 1, 2)
            .constant(Tensors.ofFloats("w", new float[] {1, 2, 3, 1e5f}, 2, 2))
            .part(node("Gemm", "x w", "y"))
            .output("y", 1, 2);
    Map<String, Precision> plan = all(models, Precision.FP16);
    ModelQuantizer stored = quantizer(models);
    assertThat(stored.warnings(plan)).singleElement().asString().contains("(w)");
    assertThat(sqnr(models.model(), stored.build(plan))).isGreaterThan(100);
    assertThat(
            quantizer(models, UNSIGNED, Fp16.NATIVE)
                .unsupported(models.layers().get(0), Precision.FP16))
        .isPresent();
  }

  @Test
  void nativeHalvesTakeAndGiveHalves() {
    HandModels models = HandModels.residual(13);
    ModelQuantizer quantizer = quantizer(models, UNSIGNED, Fp16.NATIVE);
    for (Layer layer : models.layers()) {
      OnnxModel alone = quantizer.layerCase(layer, Precision.FP16);
      assertThat(alone.graph().inputs())
          .allMatch(
              input -> input.getType().getTensorType().getElemType() == ElementType.FLOAT16.onnx());
      assertThat(alone.graph().outputs().get(0).getType().getTensorType().getElemType())
          .isEqualTo(ElementType.FLOAT16.onnx());
      OrtRuns.runOnZeros(alone);
    }
    OnnxModel whole = quantizer.build(all(models, Precision.FP16));
    // Only the model's input and output are cast: the glue follows.
    assertThat(whole.graph().nodes().stream().filter(n -> n.getOpType().equals("Cast"))).hasSize(2);
    assertThat(sqnr(models.model(), whole)).isGreaterThan(50);
  }

  @Test
  void simulationRoundsAsThePrecisionDoes() {
    HandModels models = HandModels.residual(13);
    Layer layer = models.layers().get(2);
    for (ActivationType type : ActivationType.values()) {
      ModelQuantizer quantizer = quantizer(models, Scheme.baseline(type), Fp16.STORAGE);
      OnnxModel exact = quantizer.layerCase(layer, Precision.FP32);
      Map<String, float[]> inputs = new HashMap<>();
      float[] positive = Objects.requireNonNull(OrtRuns.randomInputs(exact, 4).get("p1"));
      for (int i = 0; i < positive.length; i++) {
        positive[i] = Math.abs(positive[i]);
      }
      inputs.put("p1", positive);
      float[] expected = OrtRuns.run(exact, inputs, "c2");
      double before = Double.POSITIVE_INFINITY;
      for (Precision precision :
          List.of(Precision.FP16, Precision.INT8, Precision.INT6, Precision.INT4)) {
        OnnxModel simulated = quantizer.simulate(layer, Treatment.of(precision));
        double sqnr = OrtRuns.sqnr(expected, OrtRuns.run(simulated, inputs, "c2"));
        assertThat(sqnr).as("%s %s", type, precision).isBetween(5.0, before - 6);
        before = sqnr;
      }
    }
  }

  @Test
  void simulatedHalfInputsAreReallyRounded() {
    // The runtime must not drop the pair of casts: identity weights show the input itself.
    HandModels models =
        new HandModels(13)
            .input("x", 1, 1)
            .constant(Tensors.ofFloats("w", new float[] {1}, 1, 1))
            .part(node("Gemm", "x w", "y"))
            .output("y", 1, 1);
    OnnxModel simulated =
        quantizer(models).simulate(models.layers().get(0), Treatment.of(Precision.FP16));
    float value = 1 + 0x1p-12f;
    assertThat(OrtRuns.run(simulated, Map.of("x", new float[] {value}), "y")).containsExactly(1f);
  }
}
