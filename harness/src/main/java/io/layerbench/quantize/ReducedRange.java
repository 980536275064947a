package io.layerbench.quantize;

import io.layerbench.backend.ActivationType;
import java.util.Collection;
import java.util.Set;

/**
 * Whether weights should take 7 bits. x86 kernels without VNNI multiply unsigned activations by
 * signed weights with an instruction (vpmaddubsw) that adds two products in 16 bits and saturates:
 * 2 · 255 · 127 is too much, 2 · 255 · 63 is not. VNNI adds in 32 bits, and so do Arm's kernels.
 *
 * @param reduced what to do
 * @param reason why, in a sentence for people
 */
public record ReducedRange(boolean reduced, String reason) {

  private static final Set<String> WIDE_SUMS =
      Set.of("avx_vnni", "avx512_vnni", "avx_vnni_int8", "amx_int8", "asimd");

  /**
   * The decision for a processor.
   *
   * @param instructions the vector instructions of its CPU by their Linux names; empty where they
   *     are not known
   * @param activations as the backend wants them: where that is UINT8, ONNX Runtime turns INT8 to
   *     it on x86
   */
  public static ReducedRange decide(Collection<String> instructions, ActivationType activations) {
    if (activations == ActivationType.INT8) {
      return new ReducedRange(false, "Weights take 8 bits: signed activations do not saturate.");
    }
    if (instructions.isEmpty()) {
      return new ReducedRange(
          false, "Weights take 8 bits: what the processor can do is not known here.");
    }
    return instructions.stream()
        .filter(WIDE_SUMS::contains)
        .sorted()
        .findFirst()
        .map(
            name ->
                new ReducedRange(
                    false, "Weights take 8 bits: the processor's " + name + " sums exactly."))
        .orElseGet(
            () ->
                new ReducedRange(
                    true,
                    "Weights take 7 bits: this processor has no VNNI, and its 8-bit kernels may"
                        + " saturate."));
  }
}
