package io.layerbench.sensitivity;

/**
 * Something that a reader of the numbers should know.
 *
 * @param unit the layer, block or operator that it is about
 * @param rule the rule that fired, see {@link Findings}
 * @param text in words, with the number
 */
public record Finding(String unit, Rule rule, String text) {

  /** What is looked for. */
  public enum Rule {
    /** Alone in INT8, the unit's output has less than 30 dB of PSNR: visibly damaged. */
    BELOW_30_DB,
    /** Alone in INT8, the unit's output has less than 40 dB of PSNR. */
    BELOW_40_DB,
    /**
     * With all layers up to this one in INT8, the SQNR is 10 dB or more lower than up to the one
     * before.
     */
    SUDDEN_DROP,
    /**
     * How the output noise of all layers in INT8 together compares with the sum over the layers
     * alone, by which plans are chosen.
     */
    NOISE_SUM,
    /** One output channel's weights reach 16 times as far as the median channel's, or further. */
    DOMINATING_CHANNEL,
    /**
     * Calibration cuts the range of a layer's input so that values at least twice as large as the
     * largest that is kept were seen.
     */
    SATURATING_ACTIVATION,
    /**
     * 99.99% of the values of a layer's input lie within an eighth of the range that it is
     * quantized to, or less.
     */
    OUTLYING_ACTIVATION,
    /** An operator that 8 bits would damage; it is left in float. */
    FLOAT_OPERATOR
  }
}
