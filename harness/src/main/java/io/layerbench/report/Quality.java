package io.layerbench.report;

import io.layerbench.run.EvaluationRow;
import org.jspecify.annotations.Nullable;

/**
 * How two methods' results differ, by the best measure that both have: accuracy, else agreement
 * with FP32, else PSNR.
 *
 * @param difference the first's less the second's
 * @param tolerance below it the two count as equally good
 * @param worseWord for example "less accurate"
 */
record Quality(double difference, double tolerance, String worseWord) {

  private static final double POINTS = 0.5;
  private static final double DECIBELS = 1;

  /** The difference of two methods; null when they have no measure in common. */
  static @Nullable Quality of(EvaluationRow a, EvaluationRow b) {
    Double accuracyA = a.accuracyPercent();
    Double accuracyB = b.accuracyPercent();
    if (accuracyA != null && accuracyB != null) {
      return new Quality(accuracyA - accuracyB, POINTS, "less accurate");
    }
    Double agreementA = a.agreementPercent();
    Double agreementB = b.agreementPercent();
    if (agreementA != null && agreementB != null) {
      return new Quality(agreementA - agreementB, POINTS, "less in agreement with FP32");
    }
    Double psnrA = a.psnrDb();
    Double psnrB = b.psnrDb();
    if (psnrA != null && psnrB != null) {
      return new Quality(psnrA - psnrB, DECIBELS, "further from FP32's output");
    }
    return null;
  }

  boolean isWorse() {
    return difference <= -tolerance;
  }

  /** For example " at −0.3 points". */
  static String against(EvaluationRow fp32, EvaluationRow row) {
    Double base = fp32.accuracyPercent();
    Double accuracy = row.accuracyPercent();
    if (base != null && accuracy != null) {
      return " at " + Numbers.signed(accuracy - base) + " points";
    }
    Double agreement = row.agreementPercent();
    if (agreement != null) {
      return " and agrees with it on " + Numbers.fixed(agreement, 1) + "% of the items";
    }
    Double psnr = row.psnrDb();
    if (psnr != null) {
      return " with an output PSNR of " + Numbers.fixed(psnr, 1) + " dB";
    }
    return ", its accuracy unknown";
  }
}
