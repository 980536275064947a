package io.layerbench.quantize;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ArbitrarySupplier;
import net.jqwik.api.Combinators;

/** Values as tensors have them, and as none should: of any size, with zeros, outliers, extremes. */
final class AnyFloats {

  private AnyFloats() {}

  private static Arbitrary<Float> ordinary() {
    return Arbitraries.floats().between(-8, 8).ofScale(4);
  }

  /** One value, of any finite size or of an ordinary one. */
  static final class Value implements ArbitrarySupplier<Float> {

    @Override
    public Arbitrary<Float> get() {
      return Arbitraries.oneOf(
          Arbitraries.floats(),
          ordinary(),
          Arbitraries.of(
              0f, 1f, -1f, Float.MIN_VALUE, -Float.MIN_NORMAL, Float.MAX_VALUE, -Float.MAX_VALUE));
    }
  }

  /** A tensor's values: 1 to 64. */
  static final class Tensor implements ArbitrarySupplier<float[]> {

    @Override
    public Arbitrary<float[]> get() {
      return Arbitraries.oneOf(
              array(new Value().get()),
              array(ordinary()),
              Combinators.combine(array(ordinary()), Arbitraries.integers().between(-140, 120))
                  .as(Tensor::scaled))
          .withoutEdgeCases();
    }

    private static Arbitrary<float[]> array(Arbitrary<Float> value) {
      return value.array(float[].class).ofMinSize(1).ofMaxSize(64);
    }

    private static float[] scaled(float[] values, int exponent) {
      float[] scaled = new float[values.length];
      for (int i = 0; i < values.length; i++) {
        scaled[i] = Math.scalb(values[i], exponent);
      }
      return scaled;
    }
  }

  /** What a tensor shows on 1 to 5 samples. */
  static final class Samples implements ArbitrarySupplier<List<float[]>> {

    @Override
    public Arbitrary<List<float[]>> get() {
      return new Tensor().get().list().ofMinSize(1).ofMaxSize(5);
    }
  }
}
