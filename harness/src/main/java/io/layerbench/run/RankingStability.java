package io.layerbench.run;

import io.layerbench.statistics.ForkMedians;
import io.layerbench.statistics.Interval;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether more rounds would change what a ranking says, from fork medians alone.
 *
 * <p>The rounds are taken as two measurements that share nothing: the first half and the second (of
 * 3 rounds the first two and the last). Two layers are told apart where their intervals have
 * nothing in common in one of the two; a single round has no interval and tells none apart. A
 * ranking is stable when Kendall's tau between the two measurements, over the pairs that are told
 * apart, is at least 0.95. The layers are ranked twice: by FP32 latency, and by what INT8 gains
 * (FP32's median less INT8's). Where no pair is told apart although there are two layers or more,
 * nothing is known yet, and that is not stable. Besides, no layer's verdict (INT8 faster, slower,
 * neither) may have changed in the last round. Below 3 rounds nothing is stable.
 */
public final class RankingStability {

  private static final double LEAST_TAU = 0.95;
  private static final int LEAST_ROUNDS = 3;

  /** Rounds of a measurement that can tell two layers apart. */
  private static final int LEAST_TO_TELL = 2;

  private RankingStability() {}

  /**
   * A layer on one backend.
   *
   * @param fp32 in any unit
   * @param int8 in the same, of as many rounds; null where the layer has no INT8 case
   */
  public record Layer(ForkMedians fp32, @Nullable ForkMedians int8) {

    public Layer {
      if (int8 != null && int8.size() != fp32.size()) {
        throw new IllegalArgumentException(
            "FP32 has (%d) rounds and INT8 (%d)".formatted(fp32.size(), int8.size()));
      }
    }

    private Layer rounds(int from, int to) {
      return new Layer(fp32.rounds(from, to), int8 == null ? null : int8.rounds(from, to));
    }
  }

  private enum Verdict {
    FASTER,
    SLOWER,
    NEITHER
  }

  /** A value with its interval, from that many rounds. */
  private record Estimate(double value, Interval interval, int rounds) {

    static Estimate of(ForkMedians medians) {
      return new Estimate(medians.median(), medians.interval(), medians.size());
    }

    /** FP32 less INT8: the interval holds every difference of the two intervals' values. */
    static Estimate gain(ForkMedians fp32, ForkMedians int8) {
      Interval a = fp32.interval();
      Interval b = int8.interval();
      return new Estimate(
          fp32.median() - int8.median(),
          new Interval(a.low() - b.high(), a.high() - b.low()),
          fp32.size());
    }

    Verdict verdict() {
      if (interval.low() > 0) {
        return Verdict.FASTER;
      }
      return interval.high() < 0 ? Verdict.SLOWER : Verdict.NEITHER;
    }
  }

  /**
   * True when the ranking of these layers is stable.
   *
   * @param layers of one backend, all of as many rounds
   */
  public static boolean isStable(List<Layer> layers) {
    if (layers.isEmpty()) {
      return true;
    }
    int rounds = layers.get(0).fp32().size();
    if (layers.stream().anyMatch(layer -> layer.fp32().size() != rounds)) {
      throw new IllegalArgumentException("the layers have different numbers of rounds");
    }
    if (rounds < LEAST_ROUNDS) {
      return false;
    }
    int half = Math.max(LEAST_TO_TELL, rounds / 2);
    List<Layer> first = part(layers, 0, half);
    List<Layer> second = part(layers, half, rounds);
    return agree(latencies(first), latencies(second))
        && agree(gains(first), gains(second))
        && verdicts(layers).equals(verdicts(part(layers, 0, rounds - 1)));
  }

  private static List<Layer> part(List<Layer> layers, int from, int to) {
    return layers.stream().map(layer -> layer.rounds(from, to)).toList();
  }

  private static List<Estimate> latencies(List<Layer> layers) {
    return layers.stream().map(layer -> Estimate.of(layer.fp32())).toList();
  }

  private static List<Estimate> gains(List<Layer> layers) {
    List<Estimate> gains = new ArrayList<>();
    for (Layer layer : layers) {
      ForkMedians int8 = layer.int8();
      if (int8 != null) {
        gains.add(Estimate.gain(layer.fp32(), int8));
      }
    }
    return gains;
  }

  private static List<Verdict> verdicts(List<Layer> layers) {
    return gains(layers).stream().map(Estimate::verdict).toList();
  }

  /** Tau over the pairs that at least one of the two measurements tells apart. */
  private static boolean agree(List<Estimate> first, List<Estimate> second) {
    int apart = 0;
    int agreement = 0;
    for (int i = 0; i < first.size(); i++) {
      for (int j = 0; j < i; j++) {
        if (apart(first.get(i), first.get(j)) || apart(second.get(i), second.get(j))) {
          apart++;
          agreement += order(first.get(i), first.get(j)) * order(second.get(i), second.get(j));
        }
      }
    }
    return apart == 0 ? first.size() < 2 : agreement >= LEAST_TAU * apart;
  }

  private static boolean apart(Estimate a, Estimate b) {
    return a.rounds() >= LEAST_TO_TELL && !a.interval().overlaps(b.interval());
  }

  private static int order(Estimate a, Estimate b) {
    return Double.compare(a.value(), b.value());
  }
}
