package io.layerbench.quantize;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerbench.backend.ActivationType;
import io.layerbench.backend.Fp16;
import io.layerbench.base.Precision;
import io.layerbench.base.TensorData;
import io.layerbench.onnx.OnnxModel;
import io.layerbench.run.BenchmarkCase;
import io.layerbench.run.CaseKind;
import io.layerbench.run.OutputComparison;
import io.layerbench.run.OutputTolerances;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How near real models come to the tolerances of their outputs: a third at most. */
class RealOutputsTest {

  private static final int ITEMS = 20;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "resnet8",
        "resnet20",
        "resnet56",
        "kws",
        "vww",
        "m5",
        "squeezenet",
        "efficientnet-lite0"
      })
  void wholeModelsStayFarBelowTheirTolerance(String name) {
    AssetModels asset = AssetModels.of(name);
    ModelQuantizer quantizer =
        new ModelQuantizer(
            asset.model(),
            asset.layers(),
            Scheme.baseline(ActivationType.UINT8),
            asset.calibrate(16),
            Fp16.STORAGE);
    for (Precision precision : new Precision[] {Precision.FP32, Precision.FP16, Precision.INT8}) {
      double tolerance =
          OutputTolerances.of(
              new BenchmarkCase(CaseKind.MODEL, "model", "cpu", precision.id()), Fp16.STORAGE);
      double worst = worst(asset, quantizer.build(asset.all(precision)));
      assertThat(worst).as(precision.id()).isLessThanOrEqualTo(tolerance / 3);
    }
  }

  private static double worst(AssetModels asset, OnnxModel model) {
    float[][] simulated = asset.scores(model, ITEMS, false);
    float[][] real = asset.scores(model, ITEMS, true);
    double worst = 0;
    for (int i = 0; i < ITEMS; i++) {
      Map<String, TensorData> expected = Map.of("y", data(simulated[i]));
      Double deviation =
          OutputComparison.of(expected, Map.of("y", data(real[i])), Double.MAX_VALUE).deviation();
      worst = Math.max(worst, Objects.requireNonNull(deviation));
    }
    return worst;
  }

  private static TensorData data(float[] values) {
    return TensorData.ofFloats(values, values.length);
  }
}
