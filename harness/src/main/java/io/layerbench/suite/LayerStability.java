package io.layerbench.suite;

import io.layerbench.base.Precision;
import io.layerbench.run.BenchmarkCase;
import io.layerbench.run.CaseKind;
import io.layerbench.run.RankingStability;
import io.layerbench.run.Timing;
import io.layerbench.statistics.ForkMedians;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Whether the layers' order is stable on every backend; layers with a failed fork do not count. */
final class LayerStability implements Predicate<List<Timing>> {

  private final List<String> backends;
  private final List<String> layers;

  /**
   * @param layers the names of those that are ranked
   */
  LayerStability(List<String> backends, List<String> layers) {
    this.backends = List.copyOf(backends);
    this.layers = List.copyOf(layers);
  }

  @Override
  public boolean test(List<Timing> counted) {
    Map<String, List<Timing>> cases = new LinkedHashMap<>();
    counted.forEach(
        timing -> cases.computeIfAbsent(timing.caseId(), id -> new ArrayList<>()).add(timing));
    return backends.stream().allMatch(backend -> RankingStability.isStable(of(backend, cases)));
  }

  private List<RankingStability.Layer> of(String backend, Map<String, List<Timing>> cases) {
    List<RankingStability.Layer> found = new ArrayList<>();
    for (String layer : layers) {
      ForkMedians fp32 = medians(cases.get(id(backend, layer, Precision.FP32)));
      if (fp32 != null) {
        ForkMedians int8 = medians(cases.get(id(backend, layer, Precision.INT8)));
        found.add(new RankingStability.Layer(fp32, int8));
      }
    }
    return found;
  }

  private static String id(String backend, String layer, Precision precision) {
    return new BenchmarkCase(CaseKind.LAYER, layer, backend, precision.id()).id();
  }

  private static @Nullable ForkMedians medians(@Nullable List<Timing> forks) {
    if (forks == null || !forks.stream().allMatch(Timing::succeeded)) {
      return null;
    }
    return new ForkMedians(
        forks.stream()
            .sorted(Comparator.comparingInt(Timing::fork))
            .map(Timing::medianNanos)
            .toList());
  }
}
