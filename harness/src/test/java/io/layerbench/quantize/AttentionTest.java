package io.layerbench.quantize;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerbench.backend.ActivationType;
import io.layerbench.backend.Fp16;
import io.layerbench.base.Precision;
import io.layerbench.base.TensorData;
import io.layerbench.onnx.Layer;
import io.layerbench.onnx.LayerSplitter;
import io.layerbench.onnx.OnnxModel;
import io.layerbench.onnx.OrtRunner;
import io.layerbench.onnx.TestModels;
import io.layerbench.onnx.proto.NodeProto;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Attention's own MatMuls, of queries by keys and of weights by values: in float unless asked for.
 */
class AttentionTest {

  private final OnnxModel model = OrtRunner.prepare(TestModels.attention(), Map.of(), 1);
  private final List<Layer> layers = LayerSplitter.split(model);

  private ModelQuantizer quantizer(Scheme scheme) {
    return new ModelQuantizer(
        model, layers, scheme, AnyModelTest.calibrate(model, layers), Fp16.STORAGE);
  }

  private static Map<String, Precision> plan(String... layers) {
    Map<String, Precision> plan = new LinkedHashMap<>();
    for (String layer : layers) {
      plan.put(layer, Precision.INT8);
    }
    return plan;
  }

  private double sqnr(OnnxModel changed) {
    Map<String, TensorData> inputs = OrtRunner.randomInputs(model, 9);
    return OrtRuns.sqnr(
        floats(OrtRunner.run(model, inputs)), floats(OrtRunner.run(changed, inputs)));
  }

  private static float[] floats(Map<String, TensorData> outputs) {
    return Objects.requireNonNull(outputs.get("y")).toFloats();
  }

  private static NodeProto named(OnnxModel model, String name) {
    return model.graph().nodes().stream()
        .filter(node -> node.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static String producer(OnnxModel model, String tensor) {
    return Objects.requireNonNull(model.graph().producer(tensor), tensor).getOpType();
  }

  @Test
  void staysInFloatUnlessAskedFor() {
    Scheme scheme = Scheme.baseline(ActivationType.UINT8);
    OnnxModel int8 = quantizer(scheme).build(plan("q", "k", "v", "o"));
    assertThat(OrtRuns.executed(int8))
        .doesNotContainKeys("QLinearMatMul", "MatMulIntegerToFloat")
        .satisfies(executed -> assertThat(executed.keySet()).anyMatch(op -> op.endsWith("MatMul")));
    assertThat(
            new GlueRules(new Parts(model, layers), noScales(), false)
                .int8Obstacle(named(model, "scores")))
        .hasValueSatisfying(reason -> assertThat(reason).contains("unless asked for"));
  }

  private static ActivationScales noScales() {
    return new ActivationScales(
        Map.of(),
        new ActivationQuantizer(ActivationType.UINT8, Symmetry.ASYMMETRIC, 8),
        GivenParameters.NONE);
  }

  /**
   * Scores go to Softmax as floats; what Softmax gives is quantized; the mix goes on as integers.
   */
  @ParameterizedTest
  @EnumSource(Symmetry.class)
  void runsOnIntegersWhereAskedFor(Symmetry activations) {
    Scheme scheme =
        Scheme.baseline(ActivationType.UINT8)
            .withActivations(ActivationType.UINT8, activations)
            .withAttention(true);
    OnnxModel int8 = quantizer(scheme).build(plan("q", "k", "v", "o"));
    Map<String, Integer> executed = OrtRuns.executed(int8);
    assertThat(executed)
        .containsEntry("MatMulIntegerToFloat", 1)
        .containsEntry("QLinearMatMul", 1)
        .containsEntry("QGemm", 4)
        .containsEntry("Softmax", 1)
        .doesNotContainKeys("MatMul", "FusedMatMul", "DequantizeLinear");
    // For x, and for the weights that Softmax gives.
    assertThat(executed).containsEntry("QuantizeLinear", 2);
    assertThat(sqnr(int8)).isGreaterThan(25);
    NodeProto mix = named(int8, "mix");
    assertThat(producer(int8, mix.getInput(0))).isEqualTo("DequantizeLinear");
    assertThat(producer(int8, mix.getInput(1))).isEqualTo("DequantizeLinear");
  }

  @Test
  void keepsTheFormThatTensorRtTakes() {
    Scheme scheme = Scheme.baseline(ActivationType.INT8).withAttention(true);
    OnnxModel int8 = quantizer(scheme).build(plan("q", "k", "v", "o"));
    for (String name : List.of("scores", "mix")) {
      assertThat(named(int8, name).getInputList())
          .allMatch(input -> producer(int8, input).equals("DequantizeLinear"));
    }
    assertThat(sqnr(int8)).isGreaterThan(25);
  }

  /** Between float layers nothing is quantized, whatever is asked for. */
  @Test
  void followsItsNeighbours() {
    ModelQuantizer quantizer = quantizer(Scheme.baseline(ActivationType.UINT8).withAttention(true));
    assertThat(OrtRuns.executed(quantizer.build(Map.of()))).isEqualTo(OrtRuns.executed(model));
    // Values are quantized, queries and keys are not.
    OnnxModel values = quantizer.build(plan("v"));
    assertThat(producer(values, named(values, "mix").getInput(0))).isEqualTo("DequantizeLinear");
    assertThat(producer(values, named(values, "scores").getInput(0))).isEqualTo("Transpose");
    // One input that is INT8 already is enough: the other is quantized on the way.
    OnnxModel keys = quantizer.build(plan("k"));
    assertThat(producer(keys, named(keys, "scores").getInput(0))).isEqualTo("DequantizeLinear");
    assertThat(producer(keys, named(keys, "mix").getInput(0))).isEqualTo("Softmax");
    for (OnnxModel mixed : List.of(values, keys)) {
      assertThat(OrtRuns.executed(mixed)).containsEntry("MatMulIntegerToFloat", 1);
      assertThat(sqnr(mixed)).isGreaterThan(25);
    }
    // Nothing but the output projection: what mixes the values reads floats only.
    OnnxModel output = quantizer.build(plan("o"));
    assertThat(OrtRuns.executed(output))
        .doesNotContainKeys("QLinearMatMul", "MatMulIntegerToFloat");
  }

  @Test
  void theSimulationOfTheWholeModelHasTheSameScales() {
    ModelQuantizer quantizer = quantizer(Scheme.baseline(ActivationType.UINT8).withAttention(true));
    Map<String, Precision> plan = plan("q", "k", "v", "o");
    assertThat(sqnr(quantizer.simulate(plan))).isGreaterThan(25);
    assertThat(
            quantizer.simulate(plan).graph().nodes().stream()
                .filter(node -> node.getName().equals("mix")))
        .hasSize(1);
  }

  @Test
  void withoutARangeItStaysInFloat() {
    Map<String, Range> ranges = new HashMap<>(AnyModelTest.calibrate(model, layers).ranges());
    ranges.remove(named(model, "mix").getInput(0));
    ModelQuantizer quantizer =
        new ModelQuantizer(
            model,
            layers,
            Scheme.baseline(ActivationType.UINT8).withAttention(true),
            new CalibrationTable("", "minmax", 1, true, ranges),
            Fp16.STORAGE);
    assertThat(OrtRuns.executed(quantizer.build(plan("q", "k", "v", "o"))))
        .containsEntry("MatMulIntegerToFloat", 1)
        .doesNotContainKey("QLinearMatMul");
  }

  @Test
  void everyCaseLoads() {
    ModelQuantizer quantizer = quantizer(Scheme.baseline(ActivationType.UINT8).withAttention(true));
    for (Layer layer : layers) {
      if (quantizer.unsupported(layer, Precision.INT8).isEmpty()) {
        OrtRuns.executed(quantizer.layerCase(layer, Precision.INT8));
      }
    }
    assertThat(layers).anyMatch(layer -> layer.isRanked());
  }
}
