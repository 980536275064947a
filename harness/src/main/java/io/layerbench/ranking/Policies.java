package io.layerbench.ranking;

import io.layerbench.base.Precision;
import io.layerbench.base.UsageException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** The registry of policies. */
public final class Policies {

  /** The policy that is used unless another is given. */
  public static final String DEFAULT = "percentile";

  /** The policy of least predicted latency. */
  public static final String OPTIMAL = "optimal";

  /** The policy that walks the ranking by measured accuracy. */
  public static final String GREEDY = "greedy";

  /** The policy that searches plans by predicted latency and measured accuracy. */
  public static final String EVOLVE = "evolve";

  /** Points of accuracy that a policy by measured accuracy may lose unless told otherwise. */
  public static final double DEFAULT_DROP_POINTS = 0.5;

  private static final Set<Need> BOTH = EnumSet.of(Need.TIMINGS, Need.SENSITIVITY);

  private static final List<Policy> ALL =
      List.of(
          new Percentile(),
          new Ablation(
              "latency",
              "the share of the layers with the largest FP32 latency in INT8, the rest in FP32",
              Set.of(Need.TIMINGS),
              Candidate::latencyMs),
          new Ablation(
              "latency+memory",
              "the share of the layers with the largest latency plus memory in INT8, the rest in"
                  + " FP32",
              Set.of(Need.TIMINGS),
              Candidate::cost),
          new Ablation(
              "latency+memory+sensitivity",
              "the share of the layers that come first in the ranking in INT8, the rest in FP32",
              BOTH,
              // Only the ranked ones come to a policy that needs sensitivities.
              candidate -> candidate.score() == null ? 0 : candidate.score()),
          new Optimal(),
          new Pareto(),
          new Searched(
              GREEDY,
              "walks the ranking and gives INT8 to as many layers as the measured accuracy stays"
                  + " within --max-drop with (default: 0.5 points); a layer that goes beyond it stays"
                  + " FP32, and the third such layer ends the walk",
              EnumSet.of(Need.TIMINGS, Need.SENSITIVITY, Need.ACCURACY)),
          new Searched(
              EVOLVE,
              "the least predicted latency that a seeded search (mutation and crossover from the"
                  + " percentile, optimal, pareto and uniform plans, at most "
                  + Evolution.EVALUATIONS
                  + " measured) finds within --max-drop (default: 0.5 points)",
              EnumSet.allOf(Need.class)));

  private Policies() {}

  /** All of them, the default first. */
  public static List<Policy> all() {
    return ALL;
  }

  /**
   * The policy of that name.
   *
   * @throws UsageException naming the known ones
   */
  public static Policy find(String name) {
    return ALL.stream()
        .filter(policy -> policy.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new UsageException(
                    "Unknown policy (" + name + ").",
                    "known policies are "
                        + ALL.stream().map(Policy::name).collect(Collectors.joining(", "))
                        + "."));
  }

  /** Ranks 1 … round(a·n) INT8, up to round((a + b)·n) FP16, the rest FP32; halves round up. */
  private record Percentile() implements Policy {

    @Override
    public String name() {
      return DEFAULT;
    }

    @Override
    public String description() {
      return "the first half of the ranking in INT8, the next 35% in FP16, the rest in FP32";
    }

    @Override
    public Set<Need> needs() {
      return BOTH;
    }

    @Override
    public Map<String, Precision> assign(PolicyInput input) {
      List<Candidate> ranked = input.ranked();
      BigDecimal int8 = BigDecimal.valueOf(input.spec().int8Share());
      int lastInt8 = round(int8, ranked.size());
      int lastFp16 = round(int8.add(BigDecimal.valueOf(input.spec().fp16Share())), ranked.size());
      Map<String, Precision> precisions = new LinkedHashMap<>();
      for (int i = 0; i < lastFp16; i++) {
        precisions.put(ranked.get(i).layer(), i < lastInt8 ? Precision.INT8 : Precision.FP16);
      }
      return precisions;
    }
  }

  /**
   * The paper's ablations: the share of the layers that a term puts first gets INT8, the rest stays
   * FP32. Layers with equal terms keep the ranking's order.
   *
   * @param term what is sorted by, largest first
   */
  private record Ablation(
      String name, String description, Set<Need> needs, ToDoubleFunction<Candidate> term)
      implements Policy {

    @Override
    public Map<String, Precision> assign(PolicyInput input) {
      List<Candidate> layers =
          needs.contains(Need.SENSITIVITY) ? input.ranked() : input.candidates();
      int int8 = round(BigDecimal.valueOf(input.spec().int8Share()), layers.size());
      Map<String, Precision> precisions = new LinkedHashMap<>();
      layers.stream()
          .sorted(Comparator.comparingDouble(term).reversed())
          .limit(int8)
          .forEach(layer -> precisions.put(layer.layer(), Precision.INT8));
      return precisions;
    }
  }

  /** Decimal, since 0.85 · 10 is not 8.5 in every binary order of operations. */
  private static int round(BigDecimal share, int n) {
    return share.multiply(BigDecimal.valueOf(n)).setScale(0, RoundingMode.HALF_UP).intValue();
  }
}
