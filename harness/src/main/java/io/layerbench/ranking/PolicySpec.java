package io.layerbench.ranking;

import io.layerbench.base.Precision;
import io.layerbench.base.UsageException;
import java.util.Set;

/**
 * Which policy, and its parameters.
 *
 * @param name a name that {@link Policies} knows
 * @param int8Share the share of the ranked layers that get INT8, 0 to 1
 * @param fp16Share the share that follows and gets FP16, 0 to 1 and with the other at most 1
 * @param available the precisions that the run has on this backend; a layer meant for another stays
 *     FP32, which is always available
 */
public record PolicySpec(
    String name, double int8Share, double fp16Share, Set<Precision> available) {

  /** The share of INT8 unless another is given. */
  public static final double DEFAULT_INT8_SHARE = 0.50;

  /** The share of FP16 unless another is given. */
  public static final double DEFAULT_FP16_SHARE = 0.35;

  public PolicySpec {
    boolean valid = int8Share >= 0 && fp16Share >= 0 && int8Share + fp16Share <= 1 + 1e-9;
    if (!valid) {
      throw new UsageException(
          "The policy's shares (%s for INT8, %s for FP16) must be at least 0 and at most 1 together."
              .formatted(int8Share, fp16Share),
          "leave them out for 0.5 and 0.35.");
    }
    name = Policies.find(name).name();
    available = Set.copyOf(available);
  }

  /** The default policy and shares. */
  public static PolicySpec defaults(Set<Precision> available) {
    return new PolicySpec(Policies.DEFAULT, DEFAULT_INT8_SHARE, DEFAULT_FP16_SHARE, available);
  }

  /** The precision itself where the run has it, else FP32. */
  Precision orFp32(Precision precision) {
    return available.contains(precision) ? precision : Precision.FP32;
  }
}
