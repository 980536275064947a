package io.layerbench.quantize;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerbench.backend.ActivationType;
import io.layerbench.backend.Fp16;
import io.layerbench.base.Precision;
import io.layerbench.onnx.OnnxModel;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimulatedAgainstRealTest {

  @ParameterizedTest
  @CsvSource({
    "resnet8, 700",
    "resnet20, 700",
    "resnet56, 700",
    "kws, 600",
    "vww, 300",
    "m5, 700",
    "squeezenet, 600",
    "efficientnet-lite0, 600",
  })
  void fusedModelGivesWhatTheSimulationGives(String name, int items) {
    AssetModels asset = AssetModels.of(name);
    CalibrationTable ranges = asset.calibrate(64);
    for (boolean perChannel : new boolean[] {false, true}) {
      Scheme scheme = new Scheme(ActivationType.UINT8, perChannel, "minmax", true);
      OnnxModel int8 =
          new ModelQuantizer(asset.model(), asset.layers(), scheme, ranges, Fp16.STORAGE)
              .build(asset.all(Precision.INT8));
      long start = System.nanoTime();
      float[][] simulated = asset.scores(int8, items, false);
      long mid = System.nanoTime();
      float[][] real = asset.scores(int8, items, true);
      long end = System.nanoTime();
      System.out.printf(
          "RESULT %s perChannel=%s diff=%d/%d sim %.1fs real %.1fs%n",
          name,
          perChannel,
          AssetModels.differences(simulated, real),
          simulated.length,
          (mid - start) / 1e9,
          (end - mid) / 1e9);
    }
    assertThat(items).isPositive();
  }
}
