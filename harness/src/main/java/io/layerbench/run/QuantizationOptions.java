package io.layerbench.run;

import io.layerbench.backend.ActivationType;
import io.layerbench.quantize.CalibrationMethod;
import io.layerbench.quantize.ReducedRange;
import io.layerbench.quantize.Scheme;
import java.util.Collection;

/**
 * How the user wants models quantized.
 *
 * @param calibration how ranges come from samples
 * @param perChannel whether weights have a scale per output channel
 * @param reducedRange whether weights take 7 bits
 */
public record QuantizationOptions(
    CalibrationMethod calibration, boolean perChannel, Choice reducedRange) {

  /** What is decided by the user or by the processor. */
  public enum Choice {
    AUTO,
    ON,
    OFF
  }

  /** The papers' baseline. */
  public static QuantizationOptions defaults() {
    return new QuantizationOptions(CalibrationMethod.MINMAX, false, Choice.AUTO);
  }

  /**
   * The scheme for a backend on a processor.
   *
   * @param activations how the backend wants them
   * @param instructions the processor's vector instructions
   */
  public Scheme scheme(ActivationType activations, Collection<String> instructions) {
    return Scheme.baseline(activations)
        .withCalibration(calibration)
        .withPerChannelWeights(perChannel)
        .withReducedRange(
            switch (reducedRange) {
              case ON -> true;
              case OFF -> false;
              case AUTO -> ReducedRange.decide(instructions, activations).reduced();
            });
  }
}
