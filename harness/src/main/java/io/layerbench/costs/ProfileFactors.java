package io.layerbench.costs;

import java.util.List;
import java.util.function.Predicate;

/**
 * What the kernels' own times in the profile must be multiplied by to add up to the whole model as
 * it runs without the profiler: calls between kernels are missing from them, and what profiling
 * slows is too much in them. In proportion to the time, not per kernel, since a busy machine takes
 * its part of the time.
 *
 * @param inFloat for kernels of parts in float
 * @param inInt8 for kernels of parts in INT8
 * @param conversion for conversions
 */
record ProfileFactors(double inFloat, double inInt8, double conversion) {

  /** Solved from the FP32 model, then the INT8 model, then the probes. */
  static ProfileFactors of(List<Observation> all) {
    double inFloat = factor(all, Observation::isFp32, 0, 0);
    double inInt8 = factor(all, one -> one.variant().equals(ProbePlans.INT8), inFloat, 0);
    double conversion = factor(all, Observation::isProbe, inFloat, inInt8);
    return new ProfileFactors(inFloat, inInt8, conversion);
  }

  /**
   * What is left of those models' times per time of the kernels that have no factor yet; 1 where
   * there is nothing to tell it by.
   *
   * @param inFloat 0 for not known yet
   * @param inInt8 0 for not known yet
   */
  private static double factor(
      List<Observation> all, Predicate<Observation> which, double inFloat, double inInt8) {
    double left = 0;
    double micros = 0;
    for (Observation one : all) {
      if (which.test(one)) {
        left += one.wholeMicros() - inFloat * one.partMicros(false) - inInt8 * one.partMicros(true);
        micros +=
            one.conversionMicros()
                + (inFloat == 0 ? one.partMicros(false) : 0)
                + (inInt8 == 0 ? one.partMicros(true) : 0);
      }
    }
    return micros > 0 && left > 0 ? left / micros : 1;
  }

  /** For the kernels of a part. */
  double of(boolean int8) {
    return int8 ? inInt8 : inFloat;
  }
}
