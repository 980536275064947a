package io.layerbench.sensitivity;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How far an output lies from FP32's. With Y the FP32 output and Q the simulated one:
 *
 * @param samples how many samples, at least 1
 * @param elements the elements of one sample's output
 * @param norm the mean over the samples of ‖Y − Q‖₂
 * @param relative the mean over the samples of ‖Y − Q‖₂ / ‖Y‖₂; 0 for equal outputs
 * @param sqnrDb 10 · log₁₀(Σ Y² / Σ (Y − Q)²) over all samples, in dB; null where the outputs are
 *     equal, or where Y is all 0
 * @param psnrDb 10 · log₁₀(peak² / MSE) over all samples, in dB; null likewise
 * @param peak the largest |Y| over all samples, which the PSNR is against
 * @param cosine the mean over the samples of ⟨Y, Q⟩ / (‖Y‖₂ ‖Q‖₂)
 */
public record OutputError(
    int samples,
    long elements,
    double norm,
    double relative,
    @Nullable Double sqnrDb,
    @Nullable Double psnrDb,
    double peak,
    double cosine) {

  public OutputError {
    boolean finite = Double.isFinite(norm + relative + peak + cosine);
    if (!finite
        || norm < 0
        || relative < 0
        || samples < 1
        || elements < 1
        || isInfinite(sqnrDb, psnrDb)) {
      throw new IllegalArgumentException(
          "an error over (%d) elements has norm (%s), relative (%s), SQNR (%s), PSNR (%s), peak (%s), cosine (%s)"
              .formatted(elements, norm, relative, sqnrDb, psnrDb, peak, cosine));
    }
  }

  private static boolean isInfinite(@Nullable Double... values) {
    return Arrays.stream(values).anyMatch(value -> value != null && !Double.isFinite(value));
  }

  /** From sums over at least one sample. */
  static OutputError of(Distance sums) {
    int n = sums.samples();
    double mse = sums.squaredError() / ((double) n * sums.elements());
    return new OutputError(
        n,
        sums.elements(),
        sums.norms() / n,
        sums.relativeNorms() / n,
        decibels(sums.squaredSignal(), sums.squaredError()),
        decibels(sums.peak() * sums.peak(), mse),
        sums.peak(),
        sums.cosines() / n);
  }

  /**
   * The power of the error relative to the output's own: Σ (Y − Q)² / Σ Y²; 0 for equal outputs,
   * null where it is unknown because Y is all 0.
   */
  @Nullable Double noise() {
    if (sqnrDb != null) {
      return Math.pow(10, -sqnrDb / 10);
    }
    return norm == 0 ? 0.0 : null;
  }

  private static @Nullable Double decibels(double signal, double noise) {
    double ratio = 10 * (Math.log10(signal) - Math.log10(noise));
    return signal > 0 && noise > 0 && Double.isFinite(ratio) ? ratio : null;
  }
}
