package io.layerbench.quantize;

import io.layerbench.base.UsageException;
import java.util.Arrays;
import java.util.Locale;

/** Where the integer that stands for 0 lies. */
public enum Symmetry {
  /**
   * In the middle of the integers (0 of INT8, 128 of UINT8), which reach as far below it as above:
   * the scale comes from max|x| alone.
   */
  SYMMETRIC,
  /**
   * Where it must for the integers to reach from the least to the greatest value and no further.
   */
  ASYMMETRIC;

  /** The name on the command line and in files. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The symmetry of that name.
   *
   * @param option what the user gave it with
   * @throws UsageException naming the known ones
   */
  public static Symmetry parse(String option, String text) {
    return Arrays.stream(values())
        .filter(one -> one.id().equals(text.strip().toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                new UsageException(
                    option + " (" + text + ") is neither symmetric nor asymmetric.", ""));
  }
}
