package io.layerbench.quantize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.layerbench.backend.ActivationType;
import io.layerbench.base.InvalidInputException;
import java.lang.management.ManagementFactory;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import net.jqwik.api.Assume;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** What holds for whatever values calibration sees. */
class CalibrationPropertiesTest {

  private static final int TRIES = 100;

  private static Map<CalibrationMethod, Range> ranges(List<float[]> samples) {
    Calibrations calibrations = new Calibrations();
    samples.forEach(sample -> calibrations.observe("x", FloatBuffer.wrap(sample)));
    return Objects.requireNonNull(calibrations.tables("", samples.size(), false).ranges().get("x"));
  }

  private static Range range(Map<CalibrationMethod, Range> ranges, CalibrationMethod method) {
    return Objects.requireNonNull(ranges.get(method));
  }

  @Property(tries = TRIES)
  void everyRangeLiesWithinWhatWasSeenAndHoldsZeroWhereThatDoes(
      @ForAll(supplier = AnyFloats.Samples.class) List<float[]> samples) {
    Map<CalibrationMethod, Range> ranges = ranges(samples);
    Range seen = range(ranges, CalibrationMethod.MINMAX);

    assertThat(ranges).containsOnlyKeys(CalibrationMethod.values());
    ranges.forEach(
        (method, range) -> {
          assertThat(range.min()).isBetween(seen.min(), seen.max());
          assertThat(range.max()).isBetween(seen.min(), seen.max());
          if (seen.min() <= 0 && seen.max() >= 0 && method != CalibrationMethod.MOVING_AVERAGE) {
            assertThat(range.min()).isLessThanOrEqualTo(0);
            assertThat(range.max()).isGreaterThanOrEqualTo(0);
          }
          for (ActivationType type : ActivationType.values()) {
            assertThat(
                    new ActivationQuantizer(type, Scheme.usual(type), 8).parameters(range).scale(0))
                .isFinite()
                .isPositive();
          }
        });
  }

  @Property(tries = TRIES)
  void onlyTheMovingAverageDependsOnOrderAndPartition(
      @ForAll(supplier = AnyFloats.Samples.class) List<float[]> samples, @ForAll Random random) {
    List<Float> all = new ArrayList<>();
    for (float[] sample : samples) {
      for (float value : sample) {
        all.add(value);
      }
    }
    Collections.shuffle(all, random);
    int cut = random.nextInt(all.size());
    List<float[]> others = new ArrayList<>();
    if (cut > 0) {
      others.add(array(all.subList(0, cut)));
    }
    others.add(array(all.subList(cut, all.size())));

    Map<CalibrationMethod, Range> one = ranges(samples);
    Map<CalibrationMethod, Range> other = ranges(others);

    one.remove(CalibrationMethod.MOVING_AVERAGE);
    other.remove(CalibrationMethod.MOVING_AVERAGE);
    assertThat(other).isEqualTo(one);
  }

  private static float[] array(List<Float> values) {
    float[] array = new float[values.size()];
    for (int i = 0; i < array.length; i++) {
      array[i] = values.get(i);
    }
    return array;
  }

  @Property(tries = TRIES)
  void aScaledTensorHasScaledRanges(
      @ForAll(supplier = AnyFloats.Samples.class) List<float[]> samples,
      @ForAll @IntRange(min = -20, max = 20) int exponent) {
    List<float[]> scaled = new ArrayList<>();
    for (float[] sample : samples) {
      float[] values = new float[sample.length];
      for (int i = 0; i < values.length; i++) {
        // Where a power of 2 loses no digit.
        Assume.that(sample[i] == 0 || Math.abs(Math.getExponent(sample[i])) < 90);
        values[i] = Math.scalb(sample[i], exponent);
      }
      scaled.add(values);
    }

    Map<CalibrationMethod, Range> ranges = ranges(scaled);

    ranges(samples)
        .forEach(
            (method, range) -> {
              assertThat(range(ranges, method).min()).isEqualTo(Math.scalb(range.min(), exponent));
              assertThat(range(ranges, method).max()).isEqualTo(Math.scalb(range.max(), exponent));
            });
  }

  @Property(tries = TRIES)
  void whatIsNoNumberIsRefusedByNameAndLeavesNoTrace(
      @ForAll(supplier = AnyFloats.Samples.class) List<float[]> samples,
      @ForAll @IntRange(max = 63) int index,
      @ForAll @IntRange(max = 2) int kind) {
    Calibrations calibrations = new Calibrations();
    samples.forEach(sample -> calibrations.observe("x", FloatBuffer.wrap(sample)));
    float[] broken = samples.get(0).clone();
    broken[index % broken.length] =
        List.of(Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY).get(kind);

    assertThatThrownBy(() -> calibrations.observe("x", FloatBuffer.wrap(broken)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("(x)");
    assertThat(calibrations.tables("", 1, false).ranges().get("x")).isEqualTo(ranges(samples));
  }

  @Property(tries = TRIES)
  void oneValueIsTheWholeRange(@ForAll(supplier = AnyFloats.Value.class) float value) {
    ranges(List.of(new float[] {value}))
        .forEach(
            (method, range) -> {
              assertThat(range.min()).as(method.id()).isEqualTo(value);
              assertThat(range.max()).as(method.id()).isEqualTo(value);
            });
  }

  @Property(tries = TRIES)
  void aMovingAverageLiesBetweenTheSamplesEnds(
      @ForAll(supplier = AnyFloats.Samples.class) List<float[]> samples) {
    Range average = range(ranges(samples), CalibrationMethod.MOVING_AVERAGE);
    List<Range> each =
        samples.stream().map(sample -> Range.of("x", FloatBuffer.wrap(sample))).toList();

    assertThat((double) average.min())
        .isBetween(
            each.stream().mapToDouble(Range::min).min().orElseThrow(),
            each.stream().mapToDouble(Range::min).max().orElseThrow());
    assertThat((double) average.max())
        .isBetween(
            each.stream().mapToDouble(Range::max).min().orElseThrow(),
            each.stream().mapToDouble(Range::max).max().orElseThrow());
  }

  @Property(tries = TRIES)
  void aPercentileKeepsAllButOneOfTenThousand(
      @ForAll @IntRange(min = 1, max = 60_000) int n,
      @ForAll @IntRange(max = 30) int outliers,
      @ForAll @IntRange(max = 2) int sides,
      @ForAll long seed) {
    float[] values = bulk(n, sides, new Random(seed));
    for (int i = 0; i < Math.min(outliers, n); i++) {
      values[i] *= 1000;
    }

    Range range = range(ranges(List.of(values)), CalibrationMethod.PERCENTILE);

    int kept = 0;
    for (float value : values) {
      kept += value >= range.min() && value <= range.max() ? 1 : 0;
    }
    assertThat(kept).isGreaterThanOrEqualTo((int) Math.ceil(0.9999 * n - 1e-6));
    if (n < 10_000) {
      assertThat(kept).isEqualTo(n);
    }
  }

  /** Values above 0, below 0, or on both sides. */
  private static float[] bulk(int n, int sides, Random random) {
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      float value = (float) random.nextGaussian();
      values[i] = sides == 0 ? Math.abs(value) : sides == 1 ? -Math.abs(value) : value;
    }
    return values;
  }

  @Property(tries = TRIES)
  void theLeastSquaredErrorIsAtMostThatOfTheWholeRange(
      @ForAll(supplier = AnyFloats.Samples.class) List<float[]> samples) {
    Histogram histogram = new Histogram();
    for (float[] sample : samples) {
      Range range = Range.of("x", FloatBuffer.wrap(sample));
      histogram.add(sample, sample.length, Math.max(-range.min(), range.max()));
    }
    Map<CalibrationMethod, Range> ranges = ranges(samples);

    assertThat(squaredError(histogram, range(ranges, CalibrationMethod.MSE)))
        .isLessThanOrEqualTo(
            (1 + 1e-5) * squaredError(histogram, range(ranges, CalibrationMethod.MINMAX)));
  }

  private static double squaredError(Histogram histogram, Range range) {
    double low = Math.min(0, range.min());
    double step = (Math.max(0, range.max()) - low) / 255;
    double sum = 0;
    for (int bin = 0; bin < Histogram.BINS && step > 0; bin++) {
      double value = histogram.middle(bin);
      double zero = Math.rint(-low / step);
      double level = Math.max(0, Math.min(255, Math.rint(value / step) + zero)) - zero;
      sum += histogram.count(bin) * Math.pow(value - level * step, 2);
    }
    return sum;
  }

  @Example
  void observingKeepsNoValue() {
    float[] sample = bulk(1 << 20, 2, new Random(1));
    Calibrations calibrations = new Calibrations();
    calibrations.observe("x", FloatBuffer.wrap(sample));
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();

    for (int i = 0; i < 50; i++) {
      calibrations.observe("x", FloatBuffer.wrap(sample));
    }

    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertThat(allocated).isLessThan(4L * sample.length);
    assertThat(calibrations.tables("", 51, false).by(CalibrationMethod.MINMAX).ranges())
        .containsEntry("x", Range.of("x", FloatBuffer.wrap(sample)));
  }
}
