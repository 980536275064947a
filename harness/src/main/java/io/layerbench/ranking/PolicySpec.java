package io.layerbench.ranking;

import io.layerbench.base.Precision;
import io.layerbench.base.UsageException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which policy, and its parameters.
 *
 * @param name a name that {@link Policies} knows
 * @param int8Share the share of the layers that get INT8, 0 to 1, pinned ones not counted
 * @param fp16Share the share that follows and gets FP16 where the policy has one, 0 to 1 and with
 *     the other at most 1
 * @param available the precisions that the run has on this backend; a layer meant for another stays
 *     FP32, which is always available
 * @param pins what the policy does not decide
 * @param budgets what the plan may cost at most, where the policy heeds it
 */
public record PolicySpec(
    String name,
    double int8Share,
    double fp16Share,
    Set<Precision> available,
    Pins pins,
    Budgets budgets) {

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
    available = Collections.unmodifiableSet(new TreeSet<>(available));
  }

  /** The default policy and shares. */
  public static PolicySpec defaults(Set<Precision> available) {
    return of(Policies.DEFAULT, DEFAULT_INT8_SHARE, available);
  }

  /** A policy with that share in INT8; FP16 gets its usual share, or what is left of it. */
  public static PolicySpec of(String name, double int8Share, Set<Precision> available) {
    return new PolicySpec(
        name, int8Share, fp16Share(int8Share), available, Pins.NONE, Budgets.NONE);
  }

  /** The same with layers that the user decides. */
  public PolicySpec withPins(Pins other) {
    return new PolicySpec(name, int8Share, fp16Share, available, other, budgets);
  }

  /** The same within budgets. */
  public PolicySpec withBudgets(Budgets other) {
    return new PolicySpec(name, int8Share, fp16Share, available, pins, other);
  }

  /** For people and files: the name, and in parentheses what is not as usual. */
  public String text() {
    List<String> parts = new ArrayList<>();
    if (int8Share != DEFAULT_INT8_SHARE) {
      parts.add("share=" + int8Share);
    }
    if (fp16Share != fp16Share(int8Share)) {
      parts.add("fp16-share=" + fp16Share);
    }
    parts.addAll(pins.texts());
    parts.addAll(budgets.texts());
    return parts.isEmpty() ? name : name + " (" + String.join(", ", parts) + ")";
  }

  /** The precision itself where the run has it, else FP32. */
  Precision orFp32(Precision precision) {
    return available.contains(precision) ? precision : Precision.FP32;
  }

  private static double fp16Share(double int8Share) {
    return Math.max(0, Math.min(DEFAULT_FP16_SHARE, 1 - int8Share));
  }
}
