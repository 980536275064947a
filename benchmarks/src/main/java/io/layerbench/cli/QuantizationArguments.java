package io.layerbench.cli;

import io.layerbench.base.UsageException;
import io.layerbench.quantize.CalibrationMethod;
import io.layerbench.run.QuantizationOptions;
import java.util.Arrays;
import java.util.Locale;
import picocli.CommandLine.Option;

/** The options that say how models are quantized. */
final class QuantizationArguments {

  @Option(
      names = "--calibration",
      defaultValue = "minmax",
      description =
          "How ranges come from samples: minmax, moving-average, percentile (99.99), mse, entropy. Default: minmax.")
  String calibration = "minmax";

  @Option(
      names = "--per-channel",
      description = "Weights have a scale per output channel. Default: one per tensor.")
  boolean perChannel;

  @Option(
      names = "--reduced-range",
      defaultValue = "auto",
      description =
          "Weights take 7 bits: on, off, or auto (where the processor's kernels may saturate). Default: auto.")
  String reducedRange = "auto";

  QuantizationOptions options() {
    return new QuantizationOptions(CalibrationMethod.parse(calibration), perChannel, choice());
  }

  private QuantizationOptions.Choice choice() {
    return Arrays.stream(QuantizationOptions.Choice.values())
        .filter(one -> one.name().equals(reducedRange.toUpperCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                new UsageException(
                    "--reduced-range (" + reducedRange + ") is not auto, on or off.", ""));
  }
}
