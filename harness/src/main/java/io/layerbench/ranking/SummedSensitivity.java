package io.layerbench.ranking;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What is summed over a plan's layers in INT8 to say how far it lies from FP32. Layers' errors at
 * the model's output are close to independent of each other, so that the powers of these errors add
 * up; S_i does not, since it is taken at each layer's own output and divided by its parameters. So
 * output noise is summed where every layer has one, and S_i only where a file from elsewhere has
 * nothing else.
 *
 * @param measure what is summed
 * @param values by layer, those without one left out
 */
public record SummedSensitivity(Measure measure, Map<String, Double> values) {

  /** What a layer's share of a sum is. */
  public enum Measure {
    /**
     * The power of the error at the model's output relative to the output's own: Σ (Y − Q)² / Σ Y².
     */
    OUTPUT_NOISE("output noise"),
    /** S_i. */
    SENSITIVITY("S_i");

    private final String text;

    Measure(String text) {
      this.text = text;
    }

    /** For people. */
    public String text() {
      return text;
    }
  }

  public SummedSensitivity {
    values = new LinkedHashMap<>(values);
  }

  /** Of layers that are to be ranked. */
  static SummedSensitivity ofInputs(Collection<RankingInput> layers) {
    return of(layers, RankingInput::layer, RankingInput::sensitivity, RankingInput::outputNoise);
  }

  /** Of the rows of one or several rankings; of a layer with several the greatest. */
  public static SummedSensitivity ofRows(Collection<RankedLayer> layers) {
    return of(layers, RankedLayer::layer, RankedLayer::sensitivity, RankedLayer::outputNoise);
  }

  private static <T> SummedSensitivity of(
      Collection<T> layers,
      Function<T, String> name,
      Function<T, @Nullable Double> sensitivity,
      Function<T, @Nullable Double> noise) {
    List<T> known = layers.stream().filter(layer -> sensitivity.apply(layer) != null).toList();
    boolean noisy = known.stream().allMatch(layer -> noise.apply(layer) != null);
    Map<String, Double> values = new LinkedHashMap<>();
    for (T layer : known) {
      Double value = noisy ? noise.apply(layer) : sensitivity.apply(layer);
      if (value != null) {
        values.merge(name.apply(layer), value, Math::max);
      }
    }
    return new SummedSensitivity(noisy ? Measure.OUTPUT_NOISE : Measure.SENSITIVITY, values);
  }

  /** The sum over some layers; those without a value add nothing. */
  public double sum(Collection<String> layers) {
    return layers.stream().mapToDouble(layer -> values.getOrDefault(layer, 0.0)).sum();
  }
}
