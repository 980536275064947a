package io.layerbench.statistics;

/**
 * The difference of two proportions measured on the same items, with a 95% confidence interval:
 * Wald's with 0.5 added to each of the four counts (Agresti and Min, "Simple improved confidence
 * intervals for comparing matched proportions", Statistics in Medicine 24, 2005), which holds its
 * level also for few items.
 *
 * @param difference (onlyFirst − onlySecond) / items
 * @param interval of the difference, within −1 and 1
 */
public record PairedDifference(double difference, Interval interval) {

  private static final double Z = 1.959963984540054;

  /**
   * The difference first − second.
   *
   * @param items how many in all, at least 1
   * @param onlyFirst how many only the first got right
   * @param onlySecond how many only the second got right
   */
  public static PairedDifference of(int items, int onlyFirst, int onlySecond) {
    if (items < 1 || onlyFirst < 0 || onlySecond < 0 || onlyFirst + onlySecond > items) {
      throw new IllegalArgumentException(
          "items (%d), only first (%d), only second (%d)".formatted(items, onlyFirst, onlySecond));
    }
    double n = items + 2.0;
    double center = (onlyFirst - onlySecond) / n;
    double discordant = (onlyFirst + onlySecond + 1) / n;
    double half = Z * Math.sqrt((discordant - center * center) / n);
    return new PairedDifference(
        (double) (onlyFirst - onlySecond) / items,
        new Interval(Math.max(-1, center - half), Math.min(1, center + half)));
  }
}
