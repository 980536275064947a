package io.layerbench.sensitivity;

/**
 * How far an output lies from FP32's, as sums over samples that add up. With Y the FP32 output of a
 * sample and Q the simulated one:
 *
 * @param samples how many samples, at least 0
 * @param elements the elements of one sample's output
 * @param norms Σ ‖Y − Q‖₂ over the samples
 * @param relativeNorms Σ ‖Y − Q‖₂ / ‖Y‖₂; a sample whose Y is all 0 counts 0 where Q is, too, and 1
 *     otherwise
 * @param squaredError Σ ‖Y − Q‖₂²
 * @param squaredSignal Σ ‖Y‖₂²
 * @param cosines Σ ⟨Y, Q⟩ / (‖Y‖₂ ‖Q‖₂); 1 where both are all 0, 0 where one is
 * @param peak the largest |Y|
 */
public record Distance(
    int samples,
    long elements,
    double norms,
    double relativeNorms,
    double squaredError,
    double squaredSignal,
    double cosines,
    double peak) {
  public Distance {
    boolean finite =
        Double.isFinite(norms + relativeNorms + squaredError + squaredSignal + cosines + peak);
    if (!finite || norms < 0 || relativeNorms < 0 || samples < 0 || elements < 1) {
      throw new IllegalArgumentException(
          "distance over (%d) samples: norms (%s), relative (%s), error (%s), signal (%s)"
              .formatted(samples, norms, relativeNorms, squaredError, squaredSignal));
    }
  }

  /** No sample yet. */
  public static Distance none(long elements) {
    return new Distance(0, elements, 0, 0, 0, 0, 0, 0);
  }

  /** Both sets of samples together. */
  public Distance plus(Distance other) {
    if (elements != other.elements) {
      throw new IllegalArgumentException(
          "outputs of (%d) and (%d) elements do not add up".formatted(elements, other.elements));
    }
    return new Distance(
        samples + other.samples,
        elements,
        norms + other.norms,
        relativeNorms + other.relativeNorms,
        squaredError + other.squaredError,
        squaredSignal + other.squaredSignal,
        cosines + other.cosines,
        Math.max(peak, other.peak));
  }
}
