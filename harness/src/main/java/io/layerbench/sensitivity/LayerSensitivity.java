package io.layerbench.sensitivity;

import io.layerbench.base.Precision;

/**
 * The sensitivity of one layer to one precision.
 *
 * @param layer the layer's name
 * @param precision what its weights and its input activation were quantized to
 * @param parameters N_i, at least 1
 * @param sensitivity S_i = mean over the samples of ‖Y_fp32 − Y_quant‖₂, divided by (N_i + ε);
 *     finite, not negative
 * @param samples how many samples the mean is over, at least 1
 */
public record LayerSensitivity(
    String layer, Precision precision, long parameters, double sensitivity, int samples) {

  public LayerSensitivity {
    if (!Double.isFinite(sensitivity) || sensitivity < 0 || parameters < 1 || samples < 1) {
      throw new IllegalArgumentException(
          "Layer (%s): sensitivity (%s), parameters (%d), samples (%d) are not valid."
              .formatted(layer, sensitivity, parameters, samples));
    }
  }
}
