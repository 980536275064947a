package io.layerbench.quantize;

import java.util.Map;

/** The parameters of activations: those that the model arrived with, else from ranges. */
final class ActivationScales {

  private final Map<String, Range> ranges;
  private final ActivationQuantizer quantizer;
  private final GivenParameters given;

  ActivationScales(
      Map<String, Range> ranges, ActivationQuantizer quantizer, GivenParameters given) {
    this.ranges = ranges;
    this.quantizer = quantizer;
    this.given = given;
  }

  ActivationQuantizer quantizer() {
    return quantizer;
  }

  GivenParameters given() {
    return given;
  }

  /** True where that tensor can be quantized. */
  boolean known(String tensor) {
    return isGiven(tensor) || ranges.containsKey(tensor);
  }

  /** Why a tensor cannot be quantized that is not {@link #known}. */
  String unknown(String tensor) {
    return given.isEmpty()
        ? "INT8 needs a calibrated range for the tensor (" + tensor + ")"
        : "the model arrived with the tensor (" + tensor + ") in float";
  }

  /** True where the model itself says how that tensor is quantized. */
  boolean isGiven(String tensor) {
    return given.activations().containsKey(tensor);
  }

  /** The parameters of a tensor that is {@link #known}. */
  QuantizationParameters of(String tensor) {
    QuantizationParameters stated = given.activations().get(tensor);
    if (stated != null) {
      return stated;
    }
    Range range = ranges.get(tensor);
    if (range == null) {
      throw new IllegalStateException(unknown(tensor));
    }
    return quantizer.parameters(range);
  }
}
