package io.layerbench.backend;

import io.layerbench.base.Precision;
import java.util.Set;

/**
 * What a backend declares about itself, before anything runs.
 *
 * @param precisions the precisions that it can execute
 * @param activationType how it wants quantized activations
 * @param fp16 what FP16 means on it
 */
public record Capabilities(Set<Precision> precisions, ActivationType activationType, Fp16 fp16) {

  public Capabilities {
    precisions = Set.copyOf(precisions);
  }

  /** Of an NVIDIA GPU: all three precisions, with signed activations and FP16 of its own. */
  public static Capabilities ofGpu() {
    return new Capabilities(
        Set.of(Precision.FP32, Precision.FP16, Precision.INT8), ActivationType.INT8, Fp16.NATIVE);
  }
}
