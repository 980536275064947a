package io.layerbench.cli;

import io.layerbench.backend.ActivationType;
import io.layerbench.base.UsageException;
import io.layerbench.quantize.CalibrationMethod;
import io.layerbench.quantize.LayerRulesFile;
import io.layerbench.quantize.Symmetry;
import io.layerbench.run.QuantizationOptions;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say how models are quantized. */
final class QuantizationArguments {

  private static final String AUTO = "auto";

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
      defaultValue = AUTO,
      description =
          "Weights take 7 bits: on, off, or auto (where the processor's kernels may saturate). Default: auto.")
  String reducedRange = AUTO;

  @Option(
      names = "--weights",
      defaultValue = "symmetric",
      description =
          "symmetric (zero point 0), or asymmetric (from the least to the greatest weight). Default: symmetric.")
  String weights = "symmetric";

  @Option(
      names = "--activations",
      defaultValue = AUTO,
      description = "uint8, int8, or auto (what the backend wants). Default: auto.")
  String activations = AUTO;

  @Option(
      names = "--activation-symmetry",
      defaultValue = AUTO,
      description =
          "symmetric, asymmetric, or auto (uint8 asymmetric, int8 symmetric). Default: auto.")
  String activationSymmetry = AUTO;

  @Option(
      names = "--attention",
      description = "MatMuls of two activations run on integers, too. Default: in float.")
  boolean attention;

  @Option(
      names = "--layer-options",
      paramLabel = "FILE",
      description =
          "JSON rules for single layers: precision, per_channel, weights, calibration, reduced_range by globs.")
  @Nullable Path layerOptions;

  QuantizationOptions options() {
    return new QuantizationOptions(
        CalibrationMethod.parse(calibration),
        perChannel,
        choice(),
        Symmetry.parse("--weights", weights),
        activationType(),
        activationSymmetry.equals(AUTO)
            ? null
            : Symmetry.parse("--activation-symmetry", activationSymmetry),
        attention,
        layerOptions == null
            ? null
            : new QuantizationOptions.LayerOptions(
                String.valueOf(layerOptions.getFileName()), LayerRulesFile.read(layerOptions)));
  }

  private @Nullable ActivationType activationType() {
    return switch (activations) {
      case AUTO -> null;
      case "uint8" -> ActivationType.UINT8;
      case "int8" -> ActivationType.INT8;
      default ->
          throw new UsageException(
              "--activations (" + activations + ") is not auto, uint8 or int8.", "");
    };
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
