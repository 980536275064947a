package io.layerbench.quantize;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerbench.backend.ActivationType;
import io.layerbench.backend.Fp16;
import io.layerbench.base.Precision;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What calibrations are worth on real models and labels. {@code -Dlayerbench.calibrations=all}
 * tries all of them and prints a table.
 */
class CalibrationAccuracyTest {

  private static final boolean ALL = "all".equals(System.getProperty("layerbench.calibrations"));
  private static final int EVERY_ITEM = 10_000;

  /**
   * MLPerf Tiny's own INT8 files on these items: keyword spotting 90.43%, wake words 83.71%,
   * ResNet-8 75.14%. Ours may be 1.5 points below those or FP32, whichever is lower.
   */
  @ParameterizedTest
  @CsvSource({
    "kws, 90.43, false", "kws, 90.43, true",
    "vww, 83.71, false", "vww, 83.71, true",
    "resnet8, 75.14, false", "resnet8, 75.14, true"
  })
  void isAsGoodAsTheModelsAuthorsOwn(String name, double authors, boolean perChannel) {
    AssetModels asset = AssetModels.of(name);
    int items = asset.scores(asset.model(), EVERY_ITEM, true).length;
    double fp32 = 100.0 * asset.correct(asset.model(), EVERY_ITEM) / items;

    double int8 =
        percent(asset, asset.calibrations(100), CalibrationMethod.MINMAX, perChannel, items);

    assertThat(int8).isGreaterThanOrEqualTo(Math.min(authors, fp32) - 1.5);
  }

  @Test
  void perChannelSavesEfficientNet() {
    AssetModels asset = AssetModels.of("efficientnet-lite0");
    int items = asset.scores(asset.model(), EVERY_ITEM, true).length;
    double fp32 = 100.0 * asset.correct(asset.model(), EVERY_ITEM) / items;
    CalibrationTables tables = asset.calibrations(100);
    Map<String, Double> results = new TreeMap<>();
    for (CalibrationMethod method : CalibrationMethod.values()) {
      for (boolean perChannel : new boolean[] {false, true}) {
        boolean needed = method == (perChannel ? BEST : WORST);
        if (ALL || needed) {
          results.put(
              method.id() + (perChannel ? ", per channel" : ", per tensor"),
              percent(asset, tables, method, perChannel, items));
        }
      }
    }
    if (ALL) {
      results.forEach((how, percent) -> System.out.printf("RESULT %s: %.2f%n", how, percent));
    }
    assertThat(items).isEqualTo(600);
    assertThat(results.get(BEST.id() + ", per channel")).isGreaterThanOrEqualTo(fp32 - 0.7);
    // The known collapse.
    assertThat(results.get(WORST.id() + ", per tensor")).isLessThan(fp32 - 5);
  }

  private static final CalibrationMethod BEST = CalibrationMethod.PERCENTILE;
  private static final CalibrationMethod WORST = CalibrationMethod.MINMAX;

  private static double percent(
      AssetModels asset,
      CalibrationTables tables,
      CalibrationMethod method,
      boolean perChannel,
      int items) {
    Scheme scheme =
        Scheme.baseline(ActivationType.UINT8)
            .withPerChannelWeights(perChannel)
            .withCalibration(method);
    ModelQuantizer quantizer =
        new ModelQuantizer(asset.model(), asset.layers(), scheme, tables.by(method), Fp16.STORAGE);
    return 100.0 * asset.correct(quantizer.build(asset.all(Precision.INT8)), EVERY_ITEM) / items;
  }
}
