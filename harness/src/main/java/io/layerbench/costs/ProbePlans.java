package io.layerbench.costs;

import io.layerbench.base.Precision;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * The plans of the whole models that are profiled in place: the two uniform ones, and probes that
 * change the precision every one, two or three layers or at random, each with its complement, so
 * that almost every tensor is seen on both sides of every change. A network repeats its blocks, and
 * a regular probe meets all of them in the same place: so the random one.
 */
public final class ProbePlans {

  /** The plan with every layer in float. */
  public static final String FP32 = "fp32";

  /** The plan with every layer in INT8 that can be. */
  public static final String INT8 = "int8";

  private ProbePlans() {}

  /**
   * The plans by name, the uniform ones first.
   *
   * @param layers the layers that have an INT8 form, in the model's order; fewer than two need no
   *     probes
   */
  public static Map<String, Map<String, Precision>> of(List<String> layers) {
    Map<String, Map<String, Precision>> plans = new LinkedHashMap<>();
    plans.put(FP32, plan(layers, i -> false));
    if (layers.isEmpty()) {
      return plans;
    }
    plans.put(INT8, plan(layers, i -> true));
    for (int length = 1; length <= 3 && length < layers.size(); length++) {
      int run = length;
      plans.put("probe-" + run + "a", plan(layers, i -> i / run % 2 == 0));
      plans.put("probe-" + run + "b", plan(layers, i -> i / run % 2 == 1));
    }
    if (layers.size() > 2) {
      BitSet chosen = random(layers.size());
      plans.put("probe-random-a", plan(layers, chosen::get));
      plans.put("probe-random-b", plan(layers, i -> !chosen.get(i)));
    }
    return plans;
  }

  /** The same at every call, since a resumed run needs the same plans. */
  private static BitSet random(int size) {
    Random random = new Random(1);
    BitSet chosen = new BitSet(size);
    IntStream.range(0, size).forEach(i -> chosen.set(i, random.nextBoolean()));
    return chosen;
  }

  private static Map<String, Precision> plan(List<String> layers, IntPredicate int8) {
    Map<String, Precision> plan = new LinkedHashMap<>();
    for (int i = 0; i < layers.size(); i++) {
      plan.put(layers.get(i), int8.test(i) ? Precision.INT8 : Precision.FP32);
    }
    return plan;
  }
}
