package io.layerbench.costs;

import io.layerbench.costs.KernelOwners.Share;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * What makes the kernels' own times in the profile add up to the whole model as it runs without the
 * profiler. The profiler reads the clock inside the time of each kernel, which is the same for all
 * and taken off. What is left is multiplied: calls between kernels are missing from it, and a busy
 * machine takes its part of the time.
 *
 * @param overhead what the profiler adds to each kernel, microseconds
 * @param inFloat for kernels of parts in float
 * @param inInt8 for kernels of parts in INT8
 * @param conversion for conversions
 */
record ProfileFactors(double overhead, double inFloat, double inInt8, double conversion) {

  /** How finely the overhead is looked for, as parts of the most that it can be. */
  private static final int STEPS = 100;

  /**
   * The overhead with which the probes add up best. It is at most the time of the shortest kernel,
   * since that holds it, too; and 0 where there is no probe to tell it by.
   */
  static ProfileFactors of(List<Observation> all) {
    List<Observation> probes = all.stream().filter(Observation::isProbe).toList();
    double most =
        probes.isEmpty()
            ? 0
            : all.stream().mapToDouble(Observation::shortestKernel).min().orElse(0);
    ProfileFactors best = of(all, 0);
    for (int step : IntStream.rangeClosed(1, STEPS).toArray()) {
      ProfileFactors next = of(all, most * step / STEPS);
      if (next.error(probes) < best.error(probes)) {
        best = next;
      }
    }
    return best;
  }

  /** Solved from the FP32 model, then the INT8 model, then the probes. */
  private static ProfileFactors of(List<Observation> all, double overhead) {
    ProfileFactors none = new ProfileFactors(overhead, 0, 0, 0);
    double inFloat = none.factor(all, Observation::isFp32);
    ProfileFactors first = new ProfileFactors(overhead, inFloat, 0, 0);
    double inInt8 = first.factor(all, one -> one.variant().equals(ProbePlans.INT8));
    ProfileFactors second = new ProfileFactors(overhead, inFloat, inInt8, 0);
    double conversion = second.factor(all, Observation::isProbe);
    return new ProfileFactors(overhead, inFloat, inInt8, conversion);
  }

  /**
   * What is left of those models' times per time of the kernels that have no factor yet, which is
   * 0; 1 where there is nothing to tell it by.
   */
  private double factor(List<Observation> all, Predicate<Observation> which) {
    double left = 0;
    double micros = 0;
    for (Observation one : all) {
      if (which.test(one)) {
        left += one.wholeMicros() - one.scale() * micros(one);
        micros +=
            one.scale()
                * (own(one.conversions())
                    + (inFloat == 0 ? own(one.parts(false)) : 0)
                    + (inInt8 == 0 ? own(one.parts(true)) : 0));
      }
    }
    return micros > 0 && left > 0 ? left / micros : 1;
  }

  /** The sum of the squares of the relative errors of those models' sums. */
  private double error(List<Observation> models) {
    return models.stream()
        .mapToDouble(one -> one.scale() * micros(one) / one.wholeMicros() - 1)
        .map(error -> error * error)
        .sum();
  }

  /** What all of a model's kernels take without the profiler. */
  private double micros(Observation one) {
    return part(one.parts(false), false)
        + part(one.parts(true), true)
        + conversion(one.conversions());
  }

  private double own(Share share) {
    return share.less(overhead).micros();
  }

  /** What kernels of a part take without the profiler, microseconds. */
  double part(Share share, boolean int8) {
    return own(share) * (int8 ? inInt8 : inFloat);
  }

  /** What conversions take without the profiler, microseconds. */
  double conversion(Share share) {
    return own(share) * conversion;
  }
}
