package io.layerbench.quantize;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.FloatBuffer;
import java.util.Objects;
import java.util.Random;
import java.util.function.ToDoubleBiFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The two searches against tries of all ranges, from the values themselves and by the papers'
 * definitions, which share no code with ours.
 */
class CalibrationReferenceTest {

  private static final int N = 3000;

  /** How finely the reference tries each end. */
  private static final int TRIES = 64;

  /** What activations look like. */
  enum Shape {
    GAUSSIAN {
      @Override
      double value(Random random) {
        return random.nextGaussian();
      }
    },
    LAPLACE {
      @Override
      double value(Random random) {
        return Math.log(1 - random.nextDouble()) * (random.nextBoolean() ? 1 : -1);
      }
    },
    RELU {
      @Override
      double value(Random random) {
        return Math.max(0, random.nextGaussian());
      }
    },
    EXPONENTIAL {
      @Override
      double value(Random random) {
        return -Math.log(1 - random.nextDouble());
      }
    },
    LOPSIDED {
      @Override
      double value(Random random) {
        double gaussian = random.nextGaussian();
        return gaussian < 0 ? 0.1 * gaussian : gaussian;
      }
    },
    UNIFORM {
      @Override
      double value(Random random) {
        return 2 * random.nextDouble() - 0.5;
      }
    },
    OUTLIERS {
      @Override
      double value(Random random) {
        return random.nextGaussian() * (random.nextInt(500) == 0 ? 10 : 1);
      }
    };

    abstract double value(Random random);

    float[] values(long seed) {
      Random random = new Random(seed);
      float[] values = new float[N];
      for (int i = 0; i < N; i++) {
        values[i] = (float) value(random);
      }
      return values;
    }
  }

  /** The mean squared error is at most 10% above the least of all ranges'. */
  @ParameterizedTest
  @EnumSource
  void theMeanSquaredErrorIsTheLeastThereIs(Shape shape) {
    for (long seed = 0; seed < 3; seed++) {
      float[] values = shape.values(seed);
      Range range = range(CalibrationMethod.MSE, values);

      double ours = meanSquaredError(values, range.min(), range.max());
      double least = least(values, (low, high) -> meanSquaredError(values, low, high));

      assertThat(ours).isLessThanOrEqualTo(1.1 * least);
    }
  }

  /** The divergence is at most 0.02 nats above the least of all ranges'. */
  @ParameterizedTest
  @EnumSource
  void theDivergenceIsTheLeastThereIs(Shape shape) {
    for (long seed = 0; seed < 3; seed++) {
      float[] values = shape.values(seed);
      Range range = range(CalibrationMethod.ENTROPY, values);

      double ours = divergence(values, range.min(), range.max());
      double least = least(values, (low, high) -> divergence(values, low, high));

      assertThat(ours).isLessThanOrEqualTo(least + 0.02);
    }
  }

  private static Range range(CalibrationMethod method, float[] values) {
    Calibrations calibrations = new Calibrations();
    calibrations.observe("x", FloatBuffer.wrap(values));
    return Objects.requireNonNull(calibrations.tables("", 1, false).by(method).ranges().get("x"));
  }

  private static double least(float[] values, ToDoubleBiFunction<Double, Double> cost) {
    Range seen = Range.of("x", FloatBuffer.wrap(values));
    double least = Double.POSITIVE_INFINITY;
    for (int i = 1; i <= TRIES; i++) {
      for (int k = seen.min() < 0 ? 1 : TRIES; k <= TRIES; k++) {
        double low = Math.min(0, seen.min()) * k / TRIES;
        double high = (double) seen.max() * i / TRIES;
        least = Math.min(least, cost.applyAsDouble(low, high));
      }
    }
    return least;
  }

  /** Of rounding to 256 levels, one of which is 0 (Jacob et al., 2018, section 2.1). */
  private static double meanSquaredError(float[] values, double low, double high) {
    double scale = (high - Math.min(0, low)) / 255;
    long zero = Math.round(-Math.min(0, low) / scale);
    double sum = 0;
    for (float value : values) {
      long level = Math.min(255, Math.max(0, Math.round(value / scale) + zero));
      sum += Math.pow(value - (level - zero) * scale, 2);
    }
    return sum / values.length;
  }

  /**
   * Migacz, "8-bit inference with TensorRT", 2017: P is the histogram with what lies outside in its
   * end bins, Q the histogram without, in 255 levels, each spread over P's bins that hold
   * something.
   */
  private static double divergence(float[] values, double low, double high) {
    double width = binWidth(values);
    int from = (int) Math.floor(Math.min(0, low) / width);
    int to = (int) Math.ceil(high / width);
    if (to - from < 255) {
      return Double.POSITIVE_INFINITY;
    }
    double[] p = new double[to - from];
    double[] inside = new double[to - from];
    double total = 0;
    for (float value : values) {
      if (value != 0) {
        double bin = value > 0 ? Math.ceil(value / width) - 1 : Math.floor(value / width);
        p[(int) Math.min(to - 1, Math.max(from, bin)) - from]++;
        total++;
        if (bin >= from && bin < to) {
          inside[(int) bin - from]++;
        }
      }
    }
    double sum = 0;
    for (int level = 0; level < 255; level++) {
      int begin = level * p.length / 255;
      int end = (level + 1) * p.length / 255;
      double mass = 0;
      int filled = 0;
      for (int i = begin; i < end; i++) {
        mass += inside[i];
        filled += p[i] > 0 ? 1 : 0;
      }
      for (int i = begin; i < end; i++) {
        if (p[i] > 0) {
          double q = Math.max(mass / filled, 1e-3);
          sum += p[i] / total * Math.log(p[i] / q);
        }
      }
    }
    return sum;
  }

  /** 4,096 bins on either side of 0, up to a power of 2. */
  private static double binWidth(float[] values) {
    double limit = 0x1p-60;
    for (float value : values) {
      while (Math.abs(value) > limit) {
        limit *= 2;
      }
    }
    return limit / 4096;
  }
}
