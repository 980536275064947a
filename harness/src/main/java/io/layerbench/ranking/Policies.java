package io.layerbench.ranking;

import io.layerbench.base.Precision;
import io.layerbench.base.UsageException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The registry of policies. */
public final class Policies {

  /** The policy that is used unless another is given. */
  public static final String DEFAULT = "percentile";

  private static final List<Policy> ALL =
      List.of(
          new Percentile(),
          new Ablation(
              "latency",
              "the share of the layers with the largest FP32 latency in INT8, the rest in FP32",
              Candidate::latencyMs),
          new Ablation(
              "latency+memory",
              "the share of the layers with the largest latency plus memory in INT8, the rest in"
                  + " FP32",
              Candidate::cost),
          new Ablation(
              "latency+memory+sensitivity",
              "the share of the layers that come first in the ranking in INT8, the rest in FP32",
              Candidate::score));

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
    public List<Precision> assign(List<Candidate> ranked, PolicySpec spec) {
      BigDecimal int8 = BigDecimal.valueOf(spec.int8Share());
      int lastInt8 = round(int8, ranked.size());
      int lastFp16 = round(int8.add(BigDecimal.valueOf(spec.fp16Share())), ranked.size());
      return IntStream.range(0, ranked.size())
          .mapToObj(
              i -> i < lastInt8 ? Precision.INT8 : i < lastFp16 ? Precision.FP16 : Precision.FP32)
          .toList();
    }
  }

  /**
   * The paper's ablations: the share of the layers that a term puts first gets INT8, the rest stays
   * FP32. Layers with equal terms keep the ranking's order.
   *
   * @param term what is sorted by, largest first
   */
  private record Ablation(String name, String description, ToDoubleFunction<Candidate> term)
      implements Policy {

    @Override
    public List<Precision> assign(List<Candidate> ranked, PolicySpec spec) {
      int int8 = round(BigDecimal.valueOf(spec.int8Share()), ranked.size());
      Set<Integer> first =
          IntStream.range(0, ranked.size())
              .boxed()
              .sorted(
                  Comparator.comparingDouble((Integer i) -> term.applyAsDouble(ranked.get(i)))
                      .reversed())
              .limit(int8)
              .collect(Collectors.toSet());
      return IntStream.range(0, ranked.size())
          .mapToObj(i -> first.contains(i) ? Precision.INT8 : Precision.FP32)
          .toList();
    }
  }

  /** Decimal, since 0.85 · 10 is not 8.5 in every binary order of operations. */
  private static int round(BigDecimal share, int n) {
    return share.multiply(BigDecimal.valueOf(n)).setScale(0, RoundingMode.HALF_UP).intValue();
  }
}
