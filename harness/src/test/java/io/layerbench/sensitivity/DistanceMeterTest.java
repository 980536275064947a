package io.layerbench.sensitivity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The meter's float lanes give what sums in double do, at any size and any magnitude. */
class DistanceMeterTest {

  // Squares of 1e-30 vanish in float, those of 1e30 overflow.
  @ParameterizedTest
  @CsvSource({"1, 1", "7, 1", "1024, 1", "1025, 1", "100000, 1", "50000, 1e-30", "50000, 1e30"})
  void equalsSumsInDouble(int size, float magnitude) {
    Random random = new Random(size);
    FloatBuffer reference = values(size, magnitude, random);
    List<FloatBuffer> others =
        List.of(values(size, magnitude, random), near(reference, random), reference.duplicate());

    List<Distance> found = new DistanceMeter().distances(reference, others);

    assertThat(found).hasSize(3);
    for (int i = 0; i < 3; i++) {
      Distance one = found.get(i);
      double norm = norm(reference, others.get(i));
      assertThat(one.elements()).isEqualTo(size);
      assertThat(one.norms()).isCloseTo(norm, within(1e-5 * norm));
      assertThat(one.relativeNorms())
          .isCloseTo(norm / norm(reference, null), within(1e-5 * one.relativeNorms()));
      assertThat(one.peak()).isEqualTo(peak(reference));
      assertThat(one.cosines()).isCloseTo(cosine(reference, others.get(i)), within(1e-5));
    }
  }

  @Test
  void takesNothingOverFromOneCallToTheNext() {
    DistanceMeter meter = new DistanceMeter();
    Random random = new Random(3);
    FloatBuffer large = values(3000, 10, random);
    meter.distances(large, List.of(values(3000, 10, random), near(large, random)));
    FloatBuffer small = FloatBuffer.wrap(new float[] {3, -4});

    Distance one = meter.distances(small, List.of(FloatBuffer.wrap(new float[] {3, -2}))).get(0);

    assertThat(one.norms()).isEqualTo(2);
    assertThat(one.squaredSignal()).isEqualTo(25);
    assertThat(one.peak()).isEqualTo(4);
    assertThat(one.cosines()).isCloseTo(17 / (5 * Math.sqrt(13)), within(1e-12));
  }

  @Test
  void refusesWhatIsNotFiniteAndOtherSizes() {
    DistanceMeter meter = new DistanceMeter();
    FloatBuffer good = FloatBuffer.wrap(new float[] {1, 2});
    FloatBuffer broken = FloatBuffer.wrap(new float[] {1, Float.NaN});

    assertThatThrownBy(() -> meter.distances(broken, List.of(good)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> meter.distances(good, List.of(good, broken)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> meter.distances(good, List.of(FloatBuffer.allocate(3))))
        .hasMessageContaining("different sizes (2, 3)");
  }

  private static FloatBuffer values(int size, float magnitude, Random random) {
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = magnitude * (float) random.nextGaussian();
    }
    return FloatBuffer.wrap(values);
  }

  private static FloatBuffer near(FloatBuffer reference, Random random) {
    float[] values = new float[reference.limit()];
    for (int i = 0; i < values.length; i++) {
      values[i] = reference.get(i) * (1 + 0.01f * random.nextFloat());
    }
    return FloatBuffer.wrap(values);
  }

  private static double norm(FloatBuffer a, @Nullable FloatBuffer b) {
    double squares = 0;
    for (int i = 0; i < a.limit(); i++) {
      double difference = b == null ? a.get(i) : (double) a.get(i) - b.get(i);
      squares += difference * difference;
    }
    return Math.sqrt(squares);
  }

  private static double cosine(FloatBuffer a, FloatBuffer b) {
    double product = 0;
    for (int i = 0; i < a.limit(); i++) {
      product += (double) a.get(i) * b.get(i);
    }
    return product / norm(a, null) / norm(b, null);
  }

  private static double peak(FloatBuffer values) {
    double peak = 0;
    for (int i = 0; i < values.limit(); i++) {
      peak = Math.max(peak, Math.abs(values.get(i)));
    }
    return peak;
  }
}
