package io.layerbench.quantize;

import static io.layerbench.quantize.HandModels.node;
import static io.layerbench.quantize.QuantizedModels.UNSIGNED;
import static io.layerbench.quantize.QuantizedModels.all;
import static io.layerbench.quantize.QuantizedModels.quantizer;
import static io.layerbench.quantize.QuantizedModels.sqnr;
import static org.assertj.core.api.Assertions.assertThat;

import io.layerbench.backend.Fp16;
import io.layerbench.base.Precision;
import io.layerbench.onnx.Layer;
import io.layerbench.onnx.OnnxModel;
import io.layerbench.onnx.Tensors;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What stays in single precision on a backend that computes in half precision. */
class HalfRulesTest {

  /** Three layers; what the first gives, times the deviation of its weights, is in the tens. */
  private static HandModels chain(double deviation) {
    return new HandModels(17)
        .input("x", 1, 16)
        .weights("w1", deviation, 16, 16)
        .weights("w2", 0.1 / deviation, 16, 16)
        .weights("w3", 0.3, 16, 4)
        .part(node("Gemm", "x w1", "a"))
        .part(node("Abs", "a", "b"))
        .part(node("Gemm", "b w2", "c"))
        .part(node("Gemm", "c w3", "y"))
        .edge("a", 1, 16)
        .edge("b", 1, 16)
        .edge("c", 1, 16)
        .output("y", 1, 4);
  }

  @Test
  void layersWhoseValuesOverflowStaySingleAndSaySo() {
    HandModels models = chain(1e4);
    ModelQuantizer quantizer = quantizer(models, UNSIGNED, Fp16.NATIVE);
    Map<String, Precision> plan = all(models, Precision.FP16);
    assertThat(quantizer.warnings(plan))
        .hasSize(2)
        .allMatch(text -> text.contains("65504") && text.endsWith("it stays FP32."))
        .anyMatch(text -> text.contains("(a_node)") && text.contains("tensor (a)"))
        .anyMatch(text -> text.contains("(c_node)") && text.contains("tensor (b)"));
    assertThat(quantizer.warnings(all(models, Precision.FP32))).isEmpty();
    assertThat(quantizer.unsupported(models.layers().get(0), Precision.FP16)).isPresent();
    assertThat(quantizer.unsupported(models.layers().get(1), Precision.FP16))
        .hasValueSatisfying(reason -> assertThat(reason).contains("tensor (a)"));
    assertThat(quantizer.unsupported(models.layers().get(3), Precision.FP16)).isEmpty();
    OnnxModel half = quantizer.build(plan);
    assertThat(sqnr(models.model(), half)).isGreaterThan(50);
    assertThat(half.graph().initializers()).containsKeys("w1", "w2").doesNotContainKey("w3");
  }

  @Test
  void halfOfTheRangeIsKeptForInputsThatCalibrationDidNotSee() {
    HandModels models = chain(1);
    for (float peak : new float[] {HalfRules.LIMIT, Math.nextDown(HalfRules.LIMIT)}) {
      CalibrationTable ranges =
          new CalibrationTable("", "minmax", 1, false, Map.of("c", new Range(-peak, 1)));
      ModelQuantizer quantizer =
          new ModelQuantizer(models.model(), models.layers(), UNSIGNED, ranges, Fp16.NATIVE);
      for (Layer layer : models.layers()) {
        boolean beside = layer.name().equals("c_node") || layer.name().equals("y_node");
        assertThat(quantizer.unsupported(layer, Precision.FP16).isPresent())
            .isEqualTo(beside && peak == HalfRules.LIMIT);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Exp, grow",
    "Pow, grow",
    "ReduceSum, sum",
    "Softmax, sum",
    "CumSum, sum",
    "Range, 2048",
    "Resize, types",
    "NonMaxSuppression, types"
  })
  void operatorsThatNeedSinglePrecisionSayWhy(String op, String reason) {
    HandModels models = chain(1);
    HalfRules rules = new HalfRules(new Parts(models.model(), models.layers()), Map.of());
    assertThat(rules.nodeObstacle(node(op, "a", "z")))
        .hasValueSatisfying(
            text -> assertThat(text).startsWith(op + " stays in FP32: ").contains(reason));
    assertThat(rules.nodeObstacle(node("Abs", "a", "z"))).isEmpty();
    assertThat(rules.nodeObstacle(node("Abs", "a", "z").toBuilder().setDomain("other").build()))
        .hasValueSatisfying(text -> assertThat(text).contains("domain other"));
  }

  /** The ε of a normalization: 1e-12 is 0 in half precision, 1e-5 is not. */
  @ParameterizedTest
  @ValueSource(floats = {1e-12f, 1e-5f, 1e9f})
  void constantsThatHalfPrecisionCannotHold(float epsilon) {
    HandModels models = chain(1).constant(Tensors.ofFloats("eps", new float[] {epsilon}));
    HalfRules rules = new HalfRules(new Parts(models.model(), models.layers()), Map.of());
    assertThat(rules.nodeObstacle(node("Add", "a eps", "z")).isPresent())
        .isEqualTo(epsilon != 1e-5f);
  }

  @ParameterizedTest
  @CsvSource({"resnet8, 40", "kws, 45", "m5, 45", "squeezenet, 45"})
  void realModelsStayCloseInHalfPrecision(String name, double least) {
    AssetModels asset = AssetModels.of(name);
    ModelQuantizer quantizer =
        new ModelQuantizer(
            asset.model(), asset.layers(), UNSIGNED, asset.calibrate(16), Fp16.NATIVE);
    Map<String, Precision> plan = asset.all(Precision.FP16);
    assertThat(quantizer.warnings(plan)).isEmpty();
    OnnxModel half = quantizer.build(plan);
    float[][] exact = asset.scores(asset.model(), 50, true);
    float[][] rounded = asset.scores(half, 50, true);
    for (int i = 0; i < exact.length; i++) {
      assertThat(OrtRuns.sqnr(exact[i], rounded[i])).isGreaterThan(least);
    }
    assertThat(AssetModels.differences(exact, rounded)).isLessThanOrEqualTo(1);
    assertThat(ModelSize.bytes(half)).isLessThan(ModelSize.bytes(asset.model()) * 6 / 10);
  }
}
