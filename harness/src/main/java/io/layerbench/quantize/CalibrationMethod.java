package io.layerbench.quantize;

import io.layerbench.base.UsageException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How a tensor's range comes from the values that it takes. */
public enum CalibrationMethod {
  /** The least and the greatest value over all samples. */
  MINMAX("from the least to the greatest value"),
  /**
   * The averages of each sample's least and greatest value, with weight 0.1 for each new sample
   * (Jacob et al., "Quantization and Training of Neural Networks", 2018, section 3.1).
   */
  MOVING_AVERAGE("moving averages of each sample's least and greatest value"),
  /** Without the 0.01% of the values that lie farthest out. */
  PERCENTILE("without the 0.01% of the values that lie farthest out"),
  /** The range with the least mean squared error at 8 bits. */
  MSE("the range with the least mean squared error at 8 bits"),
  /** The range that loses the least information at 8 bits (KL divergence). */
  ENTROPY("the range with the least KL divergence at 8 bits");

  private final String meaning;

  CalibrationMethod(String meaning) {
    this.meaning = meaning;
  }

  /** The name on the command line and in files, such as "moving-average". */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What it does, in a few words. */
  public String meaning() {
    return meaning;
  }

  /**
   * The method of that name.
   *
   * @throws UsageException naming the known ones
   */
  public static CalibrationMethod parse(String text) {
    return Arrays.stream(values())
        .filter(method -> method.id().equals(text.strip().toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                new UsageException(
                    "Unknown calibration (" + text + ").",
                    "Known ones are "
                        + Arrays.stream(values())
                            .map(CalibrationMethod::id)
                            .collect(Collectors.joining(", "))
                        + "."));
  }
}
