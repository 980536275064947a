package io.layerbench.costs;

import io.layerbench.base.Precision;
import io.layerbench.costs.KernelOwners.Share;
import io.layerbench.costs.KernelOwners.Shares;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * One round of one model, its kernels by owner.
 *
 * @param variant the model
 * @param precisions of its parts
 * @param wholeMicros a whole run without the profiler, scaled
 * @param scale what the round's times are multiplied by to reach the rounds' common level
 * @param shares the kernels by owner, unscaled
 * @param sums of them
 */
record Observation(
    String variant,
    Map<String, Precision> precisions,
    double wholeMicros,
    double scale,
    Shares shares,
    Sums sums) {

  /**
   * Added up once: the overhead is looked for by adding them a hundred times.
   *
   * @param inInt8 the kernels of all parts in INT8
   * @param inFloat those of all others
   * @param conversions all conversions
   */
  private record Sums(Share inInt8, Share inFloat, Share conversions) {

    static Sums of(Shares shares, Map<String, Precision> precisions) {
      return new Sums(
          parts(shares, precisions, true),
          parts(shares, precisions, false),
          sum(shares.tensors().values().stream()));
    }

    private static Share parts(Shares shares, Map<String, Precision> precisions, boolean int8) {
      return sum(
          shares.parts().entrySet().stream()
              .filter(entry -> (precisions.get(entry.getKey()) == Precision.INT8) == int8)
              .map(Map.Entry::getValue));
    }

    private static Share sum(Stream<Share> shares) {
      return shares.reduce(Share.NONE, Share::plus);
    }
  }

  /** The observations of the records that succeeded. */
  static List<Observation> of(List<InPlaceRecord> records, KernelOwners owners) {
    List<InPlaceRecord> good = records.stream().filter(InPlaceRecord::succeeded).toList();
    RoundLevels levels = RoundLevels.of(good);
    List<Observation> all = new ArrayList<>();
    for (InPlaceRecord one : good) {
      Shares shares = owners.of(one.kernels());
      all.add(
          new Observation(
              one.variant(),
              one.precisions(),
              levels.wholeMicros(one),
              levels.scale(one),
              shares,
              Sums.of(shares, one.precisions())));
    }
    return all;
  }

  boolean isFp32() {
    return variant.equals(ProbePlans.FP32);
  }

  boolean isProbe() {
    return !isFp32() && !variant.equals(ProbePlans.INT8);
  }

  /** The kernels of all parts in INT8, or in float. */
  Share parts(boolean int8) {
    return int8 ? sums.inInt8() : sums.inFloat();
  }

  /** All conversions. */
  Share conversions() {
    return sums.conversions();
  }

  /** The mean time of the kernels of the owner whose kernels are shortest, microseconds. */
  double shortestKernel() {
    return Stream.of(shares.parts(), shares.tensors())
        .flatMap(owned -> owned.values().stream())
        .mapToDouble(share -> share.micros() / share.count())
        .min()
        .orElse(0);
  }
}
