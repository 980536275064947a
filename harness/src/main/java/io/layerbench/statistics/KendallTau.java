package io.layerbench.statistics;

import java.util.OptionalDouble;

/** Kendall's tau-b: how far two orders of the same things agree, from −1 to 1, ties allowed. */
public final class KendallTau {

  private KendallTau() {}

  /**
   * Tau-b = (concordant − discordant) / √((pairs untied in a) · (pairs untied in b)), after Kendall
   * (1945).
   *
   * @param a finite values
   * @param b finite values of the same things
   * @return empty below two values, or where all of a or all of b are equal
   * @throws IllegalArgumentException when the lengths differ or a value is not finite
   */
  public static OptionalDouble of(double[] a, double[] b) {
    if (a.length != b.length) {
      throw new IllegalArgumentException(
          "The lengths differ: (" + a.length + ") and (" + b.length + ")");
    }
    if (a.length < 2) {
      return OptionalDouble.empty();
    }
    Samples.check(a);
    Samples.check(b);
    long agreement = 0;
    long untiedA = 0;
    long untiedB = 0;
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < i; j++) {
        int signA = Double.compare(a[i] + 0.0, a[j] + 0.0);
        int signB = Double.compare(b[i] + 0.0, b[j] + 0.0);
        agreement += (long) signA * signB;
        untiedA += Math.abs(signA);
        untiedB += Math.abs(signB);
      }
    }
    if (untiedA == 0 || untiedB == 0) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(agreement / Math.sqrt((double) untiedA * untiedB));
  }
}
