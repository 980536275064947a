package io.layerbench.quantize;

import static io.layerbench.quantize.QuantizedModels.UNSIGNED;
import static io.layerbench.quantize.QuantizedModels.all;
import static io.layerbench.quantize.QuantizedModels.quantizer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.layerbench.backend.Fp16;
import io.layerbench.base.InvalidInputException;
import io.layerbench.base.Precision;
import io.layerbench.onnx.Layer;
import io.layerbench.onnx.OnnxModel;
import io.layerbench.onnx.Tensors;
import io.layerbench.onnx.proto.NodeProto;
import io.layerbench.onnx.proto.TensorProto;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Layers that are quantized otherwise than the rest. */
class LayerRulesTest {

  private static final LayerRule NOTHING = new LayerRule("*", null, null, null, null, null);

  private final HandModels models = HandModels.residual(13);

  private static Scheme scheme(LayerRule... rules) {
    return UNSIGNED.withLayers(List.of(rules));
  }

  private static LayerRule weights(String match, @Nullable Boolean perChannel, Symmetry weights) {
    return new LayerRule(match, null, perChannel, weights, null, null);
  }

  private static LayerRule precision(String match, Precision precision) {
    return new LayerRule(match, precision, null, null, null, null);
  }

  private static LayerRule calibration(String match, CalibrationMethod method) {
    return new LayerRule(match, null, null, null, method, null);
  }

  /** The zero points of the weights' DequantizeLinear of a layer. */
  private static List<Integer> zeroPoints(OnnxModel int8, String weight) {
    NodeProto dequantize =
        int8.graph().nodes().stream()
            .filter(node -> node.getOutput(0).equals(weight + "_dq"))
            .findFirst()
            .orElseThrow();
    TensorProto zeroPoint =
        Objects.requireNonNull(int8.graph().initializers().get(dequantize.getInput(2)));
    return Arrays.stream(StoredConstant.values(zeroPoint)).boxed().toList();
  }

  @Test
  void weightsAreAsTheRuleSays() {
    Scheme scheme =
        scheme(
            weights("c*", true, Symmetry.ASYMMETRIC),
            weights("c3_node", false, Symmetry.SYMMETRIC),
            new LayerRule("y_node", null, true, null, null, true));
    OnnxModel int8 = quantizer(models, scheme, Fp16.STORAGE).build(all(models, Precision.INT8));
    assertThat(zeroPoints(int8, "w1")).hasSize(8).anyMatch(zero -> zero != 0);
    assertThat(zeroPoints(int8, "w2")).hasSize(8).anyMatch(zero -> zero != 0);
    assertThat(zeroPoints(int8, "w3")).containsExactly(0);
    assertThat(zeroPoints(int8, "wg")).containsOnly(0).hasSize(5);
    assertThat(integers(int8, "wg")).allMatch(q -> Math.abs(q) <= 63).contains(63);
    assertThat(integers(int8, "w3")).anyMatch(q -> Math.abs(q) == 127);
    assertThat(OrtRuns.executed(int8)).containsEntry("QLinearConv", 3).containsEntry("QGemm", 1);
  }

  private static List<Integer> integers(OnnxModel int8, String weight) {
    TensorProto stored = Objects.requireNonNull(int8.graph().initializers().get(weight + "_q"));
    return Arrays.stream(StoredConstant.values(stored)).boxed().toList();
  }

  @Test
  void rulesThatSayNothingChangeNothing() {
    Map<String, Precision> plan = all(models, Precision.INT8);
    assertThat(quantizer(models, scheme(NOTHING), Fp16.STORAGE).build(plan).toBytes())
        .isEqualTo(quantizer(models).build(plan).toBytes());
  }

  @Test
  void aPrecisionIsTheOnlyOneBesideFp32() {
    ModelQuantizer quantizer =
        quantizer(
            models,
            scheme(precision("c2*", Precision.FP32), precision("c3*", Precision.FP16)),
            Fp16.STORAGE);
    Layer second = layer("c2_node");
    Layer third = layer("c3_node");
    assertThat(quantizer.precision(second, Precision.INT8)).isEqualTo(Precision.FP32);
    assertThat(quantizer.precision(third, Precision.INT8)).isEqualTo(Precision.FP16);
    assertThat(quantizer.precision(third, Precision.FP32)).isEqualTo(Precision.FP32);
    assertThat(quantizer.precision(layer("c1_node"), Precision.INT8)).isEqualTo(Precision.INT8);
    assertThat(quantizer.unsupported(second, Precision.INT8))
        .hasValueSatisfying(reason -> assertThat(reason).contains("keep it in fp32"));
    assertThat(quantizer.unsupported(third, Precision.INT8))
        .hasValueSatisfying(reason -> assertThat(reason).contains("keep it in fp16"));
    assertThat(quantizer.unsupported(third, Precision.FP16)).isEmpty();
    assertThat(quantizer.unsupported(third, Precision.FP32)).isEmpty();
    assertThat(quantizer.notSimulated(second, Precision.INT4)).isPresent();
    assertThat(quantizer.notSimulated(layer("c1_node"), Precision.INT4)).isEmpty();
    assertThatThrownBy(() -> quantizer.build(Map.of("c2_node", Precision.INT8)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("(c2_node)")
        .hasMessageContaining("keep it in fp32");
    DynamicQuantizer dynamic =
        new DynamicQuantizer(
            models.model(), models.layers(), scheme(precision("c2*", Precision.FP32)));
    assertThat(dynamic.unsupported(second))
        .hasValueSatisfying(reason -> assertThat(reason).contains("keep it in fp32"));
    assertThat(dynamic.unsupported(third)).isEmpty();
  }

  private Layer layer(String name) {
    return models.layers().stream()
        .filter(layer -> layer.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void perChannelOfOneLayerNeedsOpset13() {
    HandModels old = HandModels.residual(12);
    Scheme scheme = scheme(weights("c1_node", true, Symmetry.SYMMETRIC));
    ModelQuantizer quantizer = quantizer(old, scheme, Fp16.STORAGE);
    assertThat(quantizer.warnings(all(old, Precision.INT8)))
        .singleElement()
        .asString()
        .contains("opset 13");
    assertThat(quantizer.warnings(Map.of("c2_node", Precision.INT8))).isEmpty();
  }

  /** By every method the range of a tensor is another one. */
  private CalibrationTables tables() {
    Map<String, Map<CalibrationMethod, Range>> ranges = new HashMap<>();
    for (String tensor : ModelQuantizer.rangesNeeded(models.model(), models.layers())) {
      Map<CalibrationMethod, Range> methods = new EnumMap<>(CalibrationMethod.class);
      for (CalibrationMethod method : CalibrationMethod.values()) {
        methods.put(method, new Range(-1, method.id().length()));
      }
      ranges.put(tensor, methods);
    }
    return new CalibrationTables("", 1, true, ranges);
  }

  /** x → c1 → r1 → MaxPool → p1 → c2 → c2 + p1 → r2 → c3 → r3 → pool, flatten → f1 → y. */
  @ParameterizedTest
  @CsvSource({
    // The layer's own output and what it reads, but not what others make and read.
    "c1_node, x r1",
    // It reads through the pooling, which hands the scale of r1 on.
    "c2_node, r1 p1 c2",
    "c3_node, r2 r3",
    "y_node, f1 y g1",
  })
  void aCalibrationIsOfTheLayersInputAndOutput(String layer, String tensors) {
    Scheme scheme = scheme(calibration(layer, CalibrationMethod.ENTROPY));
    CalibrationTable table = LayerRanges.of(tables(), scheme, models.model(), models.layers());
    List<String> own = List.of(tensors.split(" ", -1));
    assertThat(table.ranges())
        .allSatisfy(
            (tensor, range) ->
                assertThat(range.max())
                    .as(tensor)
                    .isEqualTo(own.contains(tensor) ? "entropy".length() : "minmax".length()));
  }

  @Test
  void theMakersCalibrationCountsBeforeTheReaders() {
    CalibrationTable table =
        LayerRanges.of(
            tables(),
            scheme(
                calibration("c1_node", CalibrationMethod.MSE),
                calibration("c2_node", CalibrationMethod.PERCENTILE)),
            models.model(),
            models.layers());
    assertThat(range(table, "r1")).isEqualTo("mse".length());
    assertThat(range(table, "c2")).isEqualTo("percentile".length());
    assertThat(range(table, "f1")).isEqualTo("minmax".length());
  }

  /** Two layers read x: the first in the model's order. */
  @Test
  void theFirstReadersCalibrationCounts() {
    HandModels two =
        new HandModels(13)
            .input("x", 1, 4)
            .weights("w", 0.3, 4, 4)
            .part(HandModels.node("Gemm", "x w", "a"))
            .part(HandModels.node("Gemm", "x w", "y"))
            .edge("a", 1, 4)
            .output("y", 1, 4)
            .output("a", 1, 4);
    CalibrationTables tables =
        new CalibrationTables(
            "", 1, true, Map.of("x", byMethod(), "a", byMethod(), "y", byMethod()));
    CalibrationTable table =
        LayerRanges.of(
            tables,
            scheme(
                calibration("y_node", CalibrationMethod.MSE),
                calibration("a_node", CalibrationMethod.ENTROPY)),
            two.model(),
            two.layers());
    assertThat(range(table, "x")).isEqualTo("entropy".length());
    assertThat(range(table, "y")).isEqualTo("mse".length());
  }

  private static Map<CalibrationMethod, Range> byMethod() {
    Map<CalibrationMethod, Range> methods = new EnumMap<>(CalibrationMethod.class);
    for (CalibrationMethod method : CalibrationMethod.values()) {
      methods.put(method, new Range(0, method.id().length()));
    }
    return methods;
  }

  private static float range(CalibrationTable table, String tensor) {
    return Objects.requireNonNull(table.ranges().get(tensor), tensor).max();
  }

  @Test
  void aCalibrationThatWasNotDoneIsNamed() {
    Map<CalibrationMethod, Range> one = Map.of(CalibrationMethod.MINMAX, new Range(0, 1));
    CalibrationTables tables = new CalibrationTables("", 1, true, Map.of("x", one));
    assertThatThrownBy(
            () ->
                LayerRanges.of(
                    tables,
                    scheme(calibration("c1_node", CalibrationMethod.MSE)),
                    models.model(),
                    models.layers()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("(mse)")
        .hasMessageContaining("(x)");
  }

  /** Weights that two layers share are stored in both forms. */
  @Test
  void sharedWeightsAreQuantizedForEachLayer() {
    HandModels shared =
        new HandModels(13)
            .input("x", 1, 4)
            .constant(
                Tensors.ofFloats(
                    "w", new float[] {0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3, 4, 5, 6, 7}, 4, 4))
            .part(HandModels.node("Gemm", "x w", "a"))
            .part(HandModels.node("Gemm", "a w", "y"))
            .edge("a", 1, 4)
            .output("y", 1, 4);
    OnnxModel int8 =
        quantizer(shared, scheme(weights("a_node", null, Symmetry.ASYMMETRIC)), Fp16.STORAGE)
            .build(all(shared, Precision.INT8));
    assertThat(zeroPoints(int8, "w")).containsExactly(-128);
    assertThat(int8.graph().initializers()).containsKey("w_q_2");
    assertThat(OrtRuns.executed(int8)).containsEntry("QGemm", 2);
  }
}
