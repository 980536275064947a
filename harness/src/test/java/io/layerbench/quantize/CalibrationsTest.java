package io.layerbench.quantize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.layerbench.backend.ActivationType;
import io.layerbench.base.InvalidInputException;
import io.layerbench.base.Json;
import io.layerbench.base.UsageException;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CalibrationsTest {

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void refusesWhatIsNoNumberNamingTheTensor(float value) {
    assertThatThrownBy(
            () -> new Calibrations().observe("relu1", FloatBuffer.wrap(new float[] {1, value, 2})))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("(relu1)");
  }

  @Test
  void refusesAnUnknownMethodNamingTheKnown() {
    assertThatThrownBy(() -> CalibrationMethod.parse("max"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("moving-average");
    assertThat(CalibrationMethod.parse("Moving-Average"))
        .isEqualTo(CalibrationMethod.MOVING_AVERAGE);
  }

  @ParameterizedTest
  @EnumSource
  void everyRangeLiesWithinWhatWasSeenAndGivesAScale(CalibrationMethod method) {
    Random random = new Random(3);
    List<float[]> tensors =
        List.of(
            new float[] {0},
            new float[] {-2.5f},
            new float[] {1e30f, 1},
            new float[] {Float.MIN_VALUE, -Float.MIN_VALUE},
            new float[] {Float.MAX_VALUE, -Float.MAX_VALUE},
            new float[] {0, 0, 0, 0},
            gaussian(random, 5000, 1),
            gaussian(random, 5000, 1e-30f));
    for (float[] values : tensors) {
      Range range = range(method, values);
      Range seen = range(CalibrationMethod.MINMAX, values);
      assertThat(range.min()).isBetween(seen.min(), seen.max());
      assertThat(range.max()).isBetween(seen.min(), seen.max());
      for (ActivationType type : ActivationType.values()) {
        float scale =
            new ActivationQuantizer(type, Scheme.usual(type), 8).parameters(range).scale(0);
        assertThat(scale).isFinite().isPositive();
      }
    }
  }

  @Test
  void minMaxIsOverAllSamples() {
    assertThat(range(CalibrationMethod.MINMAX, new float[] {1, -3}, new float[] {2, 0}))
        .isEqualTo(new Range(-3, 2));
  }

  @Test
  void onlyTheBuffersRemainingValuesCount() {
    Calibrations calibrations = new Calibrations();
    FloatBuffer values = FloatBuffer.wrap(new float[] {1, 5, 9}, 1, 1);
    calibrations.observe("t", values);
    calibrations.observe("empty", FloatBuffer.allocate(0));

    CalibrationTable table = calibrations.tables("sha", 2, false).by(CalibrationMethod.MINMAX);

    assertThat(table.ranges()).containsOnlyKeys("t").containsEntry("t", new Range(5, 5));
    assertThat(table.method()).isEqualTo("minmax");
    assertThat(values.position()).isEqualTo(1);
  }

  @Test
  void aMovingAverageGivesEachNewSampleATenth() {
    Range range =
        range(
            CalibrationMethod.MOVING_AVERAGE,
            new float[] {0, 10},
            new float[] {-10, 20},
            new float[] {0, 11});

    assertThat(range.min()).isCloseTo(-0.9f, within(1e-5f));
    assertThat(range.max()).isCloseTo(11f, within(1e-5f));
  }

  @Test
  void aPercentileLeavesOutTheOutermost() {
    float[] values = new float[100_000];
    for (int i = 0; i < values.length; i++) {
      values[i] = i / 1000f;
    }
    values[5] = 1000;

    Range range = range(CalibrationMethod.PERCENTILE, values);

    // 10 of the 100,000 are left out: the outlier and the 9 largest.
    assertThat(range.min()).isZero();
    assertThat(range.max()).isBetween(99.5f, 100.5f);
  }

  @ParameterizedTest
  @EnumSource(names = {"ENTROPY", "PERCENTILE"})
  void anOutlierIsClippedAndABulkIsNot(CalibrationMethod method) {
    Random random = new Random(5);
    float[] values = gaussian(random, 200_000, 1);
    values[7] = 60;

    assertThat(range(method, values).max()).isLessThan(20).isGreaterThan(2.5f);
    assertThat(range(method, gaussian(random, 200_000, 1)).max()).isGreaterThan(2.5f);
  }

  /** 0 to 255 are their own levels; one value in each bin is what each level would make of it. */
  @Test
  void whatLosesNothingIsNotClipped() {
    float[] levels = new float[256];
    float[] bins = new float[4096];
    for (int i = 0; i < bins.length; i++) {
      levels[i % 256] = i % 256;
      bins[i] = (i + 1) / 16f;
    }

    assertThat(range(CalibrationMethod.MSE, levels)).isEqualTo(new Range(0, 255));
    assertThat(range(CalibrationMethod.ENTROPY, bins)).isEqualTo(new Range(1 / 16f, 256));
  }

  @Test
  void theMeanSquaredErrorIsTheLeast() {
    Random random = new Random(9);
    float[] values = gaussian(random, 100_000, 1);
    values[0] = 30;

    double best = squaredError(values, range(CalibrationMethod.MSE, values));

    for (CalibrationMethod method : CalibrationMethod.values()) {
      assertThat(best).isLessThanOrEqualTo(1.02 * squaredError(values, range(method, values)));
    }
  }

  @Test
  void aHistogramLosesNoValueWhenItGrows() {
    Histogram histogram = new Histogram();
    Random random = new Random(2);
    long total = 0;
    for (float peak : new float[] {0, 1e-20f, 1, 3, 0.5f, 1e10f, 2}) {
      float[] values = new float[100];
      for (int i = 0; i < values.length; i++) {
        values[i] = (2 * random.nextFloat() - 1) * peak;
      }
      histogram.add(values, values.length, peak);
      total += values.length;
      assertThat(histogram.total()).isEqualTo(total);
    }
  }

  @Test
  void tablesPassThroughJson() {
    Calibrations calibrations = new Calibrations();
    calibrations.observe("x", FloatBuffer.wrap(new float[] {-1, 2}));
    CalibrationTables tables = calibrations.tables("ab", 1, true);

    CalibrationTables read = Json.parse(Json.line(tables), CalibrationTables.class, "test");

    assertThat(read).isEqualTo(tables);
    assertThat(read.by(CalibrationMethod.ENTROPY).ranges()).containsOnlyKeys("x");
    assertThatThrownBy(
            () ->
                new CalibrationTables("ab", 1, true, Map.of("x", Map.of()))
                    .by(CalibrationMethod.MSE))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("(x)");
  }

  private static float[] gaussian(Random random, int n, float deviation) {
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = (float) random.nextGaussian() * deviation;
    }
    return values;
  }

  private static Range range(CalibrationMethod method, float[]... samples) {
    Calibrations calibrations = new Calibrations();
    for (float[] sample : samples) {
      calibrations.observe("x", FloatBuffer.wrap(sample));
    }
    return Objects.requireNonNull(
        calibrations.tables("", samples.length, false).by(method).ranges().get("x"));
  }

  private static double squaredError(float[] values, Range range) {
    QuantizationParameters parameters =
        new ActivationQuantizer(ActivationType.UINT8, Symmetry.ASYMMETRIC, 8).parameters(range);
    IntegerRange integers = IntegerRange.unsigned(8);
    double sum = 0;
    for (float value : values) {
      int level = integers.quantize(value, parameters.scale(0), parameters.zeroPoint(0));
      double error = value - (double) (level - parameters.zeroPoint(0)) * parameters.scale(0);
      sum += error * error;
    }
    return sum;
  }
}
