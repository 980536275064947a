package io.layerbench.base;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** A number format that a layer may run in; INT6 and INT4 exist as simulation only. */
public enum Precision {
  FP32(32),
  FP16(16),
  INT8(8),
  INT6(6),
  INT4(4);

  private final int bits;

  Precision(int bits) {
    this.bits = bits;
  }

  /** Bits per parameter. */
  public int bits() {
    return bits;
  }

  /** The lower-case name used on the command line. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * True for the precisions that some backend can execute, false for those that are only simulated.
   */
  public boolean executable() {
    return bits >= 8;
  }

  /** True for what {@link #id} gives. */
  public static boolean isId(String text) {
    return Arrays.stream(values()).anyMatch(precision -> precision.id().equals(text));
  }

  /**
   * The precision of that name, in any case.
   *
   * @throws UsageException naming the known ones
   */
  public static Precision parse(String text) {
    return Arrays.stream(values())
        .filter(precision -> precision.id().equals(text.strip().toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                new UsageException(
                    "Unknown precision (" + text + ").",
                    "Known precisions are "
                        + Arrays.stream(values())
                            .map(Precision::id)
                            .collect(Collectors.joining(", "))
                        + "."));
  }
}
