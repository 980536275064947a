package io.layerbench.comparison;

import io.layerbench.base.Precision;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Seeks the plan that costs the least where it costs the most: of all plans within a limit on
 * summed sensitivities the one whose greatest regret over the devices is least. A device's regret
 * is the plan's latency over that of the device's best plan within the same limit, less 1.
 *
 * <p>Up to {@value #MOST_EXACT} layers every plan is tried. Beyond that a descent from several
 * starts flips a layer, or exchanges two, as long as that helps, within a number of tries.
 */
final class PortableSearch {

  static final int MOST_EXACT = 14;
  private static final int MOST_TRIES = 40_000;

  private final List<Pricing> devices;
  private final List<String> layers;
  private final double[] sensitivities;
  private final double limit;

  /**
   * @param devices at least one
   * @param sensitivities by the layers that may be INT8
   * @param limit of their sum over the layers in INT8
   */
  PortableSearch(List<Pricing> devices, Map<String, Double> sensitivities, double limit) {
    this.devices = List.copyOf(devices);
    this.layers = List.copyOf(sensitivities.keySet());
    this.sensitivities = sensitivities.values().stream().mapToDouble(Double::doubleValue).toArray();
    // Sums of the same numbers in another order may differ in their last digit.
    this.limit = limit * (1 + 1e-12);
  }

  /**
   * What was found.
   *
   * @param regrets by device, at least 0
   */
  record Found(Map<String, Precision> plan, List<Double> regrets) {

    double worst() {
      return regrets.stream().mapToDouble(Double::doubleValue).max().orElse(0);
    }
  }

  /** True where every plan is tried. */
  boolean isExact() {
    return layers.size() <= MOST_EXACT;
  }

  /**
   * The plan.
   *
   * @param starts plans to descend from where not all are tried
   */
  Found find(List<Map<String, Precision>> starts) {
    List<BitSet> from = new ArrayList<>();
    from.add(new BitSet());
    starts.forEach(plan -> from.add(within(bits(plan))));
    double[] best = new double[devices.size()];
    for (int i = 0; i < best.length; i++) {
      Pricing device = devices.get(i);
      best[i] = device.ms(plan(least(from, bits -> device.ms(plan(bits)))));
    }
    BitSet found = least(from, bits -> worst(bits, best));
    Map<String, Precision> plan = plan(found);
    List<Double> regrets = new ArrayList<>();
    for (int i = 0; i < best.length; i++) {
      regrets.add(Math.max(0, devices.get(i).ms(plan) / best[i] - 1));
    }
    return new Found(plan, regrets);
  }

  private double worst(BitSet bits, double[] best) {
    Map<String, Precision> plan = plan(bits);
    double worst = 0;
    double sum = 0;
    for (int i = 0; i < best.length; i++) {
      double regret = devices.get(i).ms(plan) / best[i];
      worst = Math.max(worst, regret);
      sum += regret;
    }
    // Among plans that are equally bad at the worst place, one that is good elsewhere.
    return worst + 1e-9 * sum;
  }

  private BitSet least(List<BitSet> starts, ToDoubleFunction<BitSet> cost) {
    return isExact() ? leastOfAll(cost) : leastByDescent(starts, cost);
  }

  private BitSet leastOfAll(ToDoubleFunction<BitSet> cost) {
    BitSet best = new BitSet();
    double least = cost.applyAsDouble(best);
    for (long word = 1; word < 1L << layers.size(); word++) {
      BitSet bits = BitSet.valueOf(new long[] {word});
      if (fits(bits)) {
        double own = cost.applyAsDouble(bits);
        if (own < least) {
          least = own;
          best = bits;
        }
      }
    }
    return best;
  }

  private BitSet leastByDescent(List<BitSet> starts, ToDoubleFunction<BitSet> cost) {
    BitSet best = new BitSet();
    double least = cost.applyAsDouble(best);
    for (BitSet start : starts) {
      Descent descent = new Descent((BitSet) start.clone(), cost);
      descent.run();
      if (descent.least < least) {
        least = descent.least;
        best = descent.bits;
      }
    }
    return best;
  }

  /** One descent; the first move that helps is taken. */
  private final class Descent {

    private final BitSet bits;
    private final ToDoubleFunction<BitSet> cost;
    private double least;
    private int tries;

    Descent(BitSet start, ToDoubleFunction<BitSet> cost) {
      this.bits = start;
      this.cost = cost;
      this.least = cost.applyAsDouble(start);
    }

    void run() {
      while (tries < MOST_TRIES && (flipped() || exchanged())) {
        // A move that helped; seek another.
      }
    }

    private boolean flipped() {
      boolean helped = false;
      for (int i = 0; i < layers.size(); i++) {
        helped |= helps(i, i);
      }
      return helped;
    }

    private boolean exchanged() {
      for (int i = 0; i < layers.size(); i++) {
        for (int j = 0; j < i; j++) {
          if (bits.get(i) != bits.get(j) && helps(i, j)) {
            return true;
          }
        }
      }
      return false;
    }

    private boolean helps(int i, int j) {
      flip(i, j);
      if (fits(bits) && tries < MOST_TRIES) {
        tries++;
        double own = cost.applyAsDouble(bits);
        if (own < least - 1e-12 * Math.abs(least)) {
          least = own;
          return true;
        }
      }
      flip(i, j);
      return false;
    }

    private void flip(int i, int j) {
      bits.flip(i);
      if (i != j) {
        bits.flip(j);
      }
    }
  }

  private boolean fits(BitSet bits) {
    return bits.stream().mapToDouble(i -> sensitivities[i]).sum() <= limit;
  }

  /** The same without the most sensitive layers that are too many. */
  private BitSet within(BitSet bits) {
    while (!fits(bits)) {
      int most =
          bits.stream().reduce((a, b) -> sensitivities[b] > sensitivities[a] ? b : a).orElseThrow();
      bits.clear(most);
    }
    return bits;
  }

  private BitSet bits(Map<String, Precision> plan) {
    BitSet bits = new BitSet();
    for (int i = 0; i < layers.size(); i++) {
      bits.set(i, plan.get(layers.get(i)) == Precision.INT8);
    }
    return bits;
  }

  private Map<String, Precision> plan(BitSet bits) {
    Map<String, Precision> plan = new LinkedHashMap<>();
    for (int i = 0; i < layers.size(); i++) {
      plan.put(layers.get(i), bits.get(i) ? Precision.INT8 : Precision.FP32);
    }
    return plan;
  }
}
