package io.layerbench.costs;

import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * What a kernel costs beyond its own time in the profile: what calls it, less what profiling slows
 * it.
 *
 * @param floatMicros per kernel of a part in float
 * @param int8Micros per kernel of a part in INT8
 * @param conversionMicros per conversion
 */
record KernelRest(double floatMicros, double int8Micros, double conversionMicros) {

  /** Solved from the FP32 model, then the INT8 model, then the probes. */
  static KernelRest of(List<Observation> observations) {
    double inFloat =
        mean(
            observations,
            Observation::isFp32,
            one -> rest(one) / Math.max(1, one.kernels(false) + one.conversions()));
    double inInt8 =
        mean(
            observations,
            one -> one.variant().equals(ProbePlans.INT8),
            one ->
                (rest(one) - inFloat * one.kernels(false))
                    / Math.max(1, one.kernels(true) + one.conversions()));
    double conversion =
        mean(
            observations,
            Observation::isProbe,
            one ->
                (rest(one) - inFloat * one.kernels(false) - inInt8 * one.kernels(true))
                    / Math.max(1, one.conversions()));
    return new KernelRest(inFloat, inInt8, conversion);
  }

  private static double rest(Observation one) {
    return one.wholeMicros() - one.kernelMicros();
  }

  private static double mean(
      List<Observation> all, Predicate<Observation> which, ToDoubleFunction<Observation> value) {
    return all.stream().filter(which).mapToDouble(value).average().orElse(0);
  }

  /** Per kernel of a part. */
  double of(boolean int8) {
    return int8 ? int8Micros : floatMicros;
  }

  /** Per conversion. */
  double ofConversion() {
    return conversionMicros;
  }
}
