package io.layerbench.ranking;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** The walk against drops that add up. */
class GreedyWalkTest {

  private final List<Set<String>> measured = new ArrayList<>();

  private DropMeter adding(Map<String, Double> drops) {
    return int8 -> {
      measured.add(Set.copyOf(int8));
      return int8.stream().mapToDouble(layer -> drops.getOrDefault(layer, 0.0)).sum();
    };
  }

  private static List<String> names(int count) {
    return IntStream.range(0, count).mapToObj(i -> "layer" + i).toList();
  }

  @Test
  void allLayersAreTriedAtOnceBeforeAnyAlone() {
    Set<String> kept =
        new GreedyWalk(names(60), Set.of(), 0.5, adding(Map.of())).run().orElseThrow();
    assertThat(kept).containsExactlyInAnyOrderElementsOf(names(60));
    assertThat(measured).as("FP32 and everything").hasSize(2);
  }

  @Test
  void aLayerBeyondTheDropIsPutBackAndTheWalkGoesOn() {
    Map<String, Double> drops = Map.of("layer10", 3.0, "layer40", 0.9);
    Set<String> kept = new GreedyWalk(names(60), Set.of(), 0.5, adding(drops)).run().orElseThrow();
    Set<String> expected = new LinkedHashSet<>(names(60));
    expected.removeAll(drops.keySet());
    assertThat(kept).isEqualTo(expected);
    assertThat(measured).hasSizeLessThan(20);
  }

  @Test
  void theThirdLayerBeyondTheDropEndsTheWalk() {
    Map<String, Double> drops = Map.of("layer1", 1.0, "layer3", 1.0, "layer5", 1.0);
    assertThat(new GreedyWalk(names(9), Set.of(), 0.5, adding(drops)).run().orElseThrow())
        .containsExactlyInAnyOrder("layer0", "layer2", "layer4");
  }

  @Test
  void nothingToWalkKeepsWhatIsForced() {
    assertThat(new GreedyWalk(List.of(), Set.of(), 0.5, adding(Map.of())).run()).contains(Set.of());
    assertThat(new GreedyWalk(List.of(), Set.of("forced"), 0.5, adding(Map.of())).run())
        .contains(Set.of("forced"));
    assertThat(new GreedyWalk(names(2), Set.of("forced"), 0.5, adding(Map.of("forced", 1.0))).run())
        .as("the forced layer alone is beyond the drop")
        .isEmpty();
  }

  @Property(tries = 200)
  void whatIsKeptWasMeasuredWithinTheDropByFewMeasurements(
      @ForAll @Size(min = 1, max = 70) List<@DoubleRange(min = 0, max = 0.2) Double> drops) {
    measured.clear();
    List<String> names = names(drops.size());
    Map<String, Double> byName = new LinkedHashMap<>();
    names.forEach(name -> byName.put(name, drops.get(byName.size())));
    Set<String> kept = new GreedyWalk(names, Set.of(), 0.5, adding(byName)).run().orElseThrow();
    assertThat(kept.stream().mapToDouble(byName::get).sum()).isLessThanOrEqualTo(0.5);
    assertThat(measured).contains(kept);
    int halvings = (int) Math.ceil(Math.log(drops.size()) / Math.log(2));
    assertThat(measured).hasSizeLessThanOrEqualTo(1 + GreedyWalk.PATIENCE * (1 + halvings));
  }
}
