package io.layerbench.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerbench.base.Precision;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PortableSearchTest {

  @Test
  void avoidsWhatIsBadAnywhere() {
    Pricing first = alone(Map.of("a", 1.0, "b", 9.0));
    Pricing second = alone(Map.of("a", 12.0, "b", 9.0));
    PortableSearch search =
        new PortableSearch(List.of(first, second), sensitivities(Map.of("a", 1.0, "b", 1.0)), 2);
    PortableSearch.Found found = search.find(List.of());
    assertThat(search.isExact()).isTrue();
    // On the first device a in INT8 saves 9 of 19 ms; on the second it costs 2 of 19 ms.
    assertThat(found.plan()).containsEntry("b", Precision.INT8).containsEntry("a", Precision.INT8);
    assertThat(found.regrets()).containsExactly(0.0, 21.0 / 19 - 1);
  }

  @Test
  void keepsTheLimitOfSensitivity() {
    PortableSearch search =
        new PortableSearch(
            List.of(alone(Map.of("a", 1.0, "b", 2.0))),
            sensitivities(Map.of("a", 5.0, "b", 1.0)),
            4);
    assertThat(search.find(List.of()).plan())
        .containsEntry("a", Precision.FP32)
        .containsEntry("b", Precision.INT8);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void theDescentIsNearlyAsGoodAsTryingAll(long seed) {
    Random random = new Random(seed);
    Map<String, Double> few = new LinkedHashMap<>();
    Map<String, Double> many = new LinkedHashMap<>();
    Map<String, Double> first = new HashMap<>();
    Map<String, Double> second = new HashMap<>();
    IntStream.range(0, PortableSearch.MOST_EXACT)
        .forEach(
            i -> {
              few.put("l" + i, random.nextDouble());
              first.put("l" + i, 2 + 10 * random.nextDouble());
              second.put("l" + i, 2 + 10 * random.nextDouble());
            });
    many.putAll(few);
    // A layer that nobody would choose makes one more than are tried in full.
    many.put("never", 1e9);
    List<Pricing> devices = List.of(alone(first), alone(second));
    double exact = new PortableSearch(devices, few, 3).find(List.of()).worst();
    PortableSearch descent = new PortableSearch(devices, many, 3);
    assertThat(descent.isExact()).isFalse();
    assertThat(descent.find(List.of()).worst()).isBetween(exact - 0.02, exact + 0.03);
  }

  private static Map<String, Double> sensitivities(Map<String, Double> values) {
    return new LinkedHashMap<>(values);
  }

  /** A device on which each layer takes 10 ms in FP32. */
  private static Pricing alone(Map<String, Double> int8) {
    Map<String, Map<String, Double>> ms = new HashMap<>();
    int8.forEach((layer, own) -> ms.put(layer, Map.of("fp32", 10.0, "int8", own)));
    return new Pricing.Alone(ms);
  }
}
