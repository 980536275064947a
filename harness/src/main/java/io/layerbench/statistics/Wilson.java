package io.layerbench.statistics;

/** The interval of a share that was counted, after Wilson (1927). */
public final class Wilson {

  /** The 97.5% quantile of the normal distribution. */
  private static final double Z = 1.959963984540054;

  private Wilson() {}

  /**
   * The 95% interval of a probability of which n trials hit k times: (p̂ + z²/2n ± z √(p̂(1 − p̂)/n
   * + z²/4n²)) / (1 + z²/n).
   *
   * @param hits k, 0 to n
   * @param trials n, at least 1
   */
  public static Interval interval(int hits, int trials) {
    if (trials < 1 || hits < 0 || hits > trials) {
      throw new IllegalArgumentException("(" + hits + ") of (" + trials + ") is no count");
    }
    double p = (double) hits / trials;
    double z2 = Z * Z / trials;
    double middle = p + z2 / 2;
    double half = Math.sqrt(z2 * p * (1 - p) + z2 * z2 / 4);
    return new Interval(
        Math.max(0, (middle - half) / (1 + z2)), Math.min(1, (middle + half) / (1 + z2)));
  }
}
