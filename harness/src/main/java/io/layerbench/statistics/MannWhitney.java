package io.layerbench.statistics;

import org.apache.commons.statistics.inference.MannWhitneyUTest;

/**
 * Mann and Whitney's U test (1947) of two independent samples, two-sided: exact where no values are
 * tied, else by the normal approximation with its correction for ties.
 */
public final class MannWhitney {

  /** The most samples a side for which counts are looked for; far above any number of forks. */
  private static final int MOST = 1000;

  private MannWhitney() {}

  /**
   * The probability of samples at least as far apart, were both of one distribution; never below
   * {@link #leastP}, which the approximation for ties could be.
   *
   * @param a finite values, at least one
   * @param b finite values, at least one
   */
  public static double p(double[] a, double[] b) {
    Samples.check(a);
    Samples.check(b);
    double p = MannWhitneyUTest.withDefaults().test(a, b).getPValue();
    // Values that are all equal have no spread to measure a distance by.
    return Double.isNaN(p) ? 1 : Math.max(leastP(a.length, b.length), p);
  }

  /**
   * The smallest p that samples of these sizes can have: 2 / C(n + m, n), all of one side above all
   * of the other.
   */
  public static double leastP(int n, int m) {
    double p = 2;
    for (int i = 1; i <= n; i++) {
      p *= (double) i / (m + i);
    }
    return Math.min(1, p);
  }

  /**
   * How many samples a side must have so that a single true difference among several tests can be
   * shown: the least n with 2 / C(2n, n) at most level / tests, which is the first of Benjamini and
   * Hochberg's levels.
   *
   * @param tests at least 1
   * @param level for example 0.05
   */
  public static int leastSamples(int tests, double level) {
    for (int n = 1; n < MOST; n++) {
      if (leastP(n, n) <= level / tests) {
        return n;
      }
    }
    throw new IllegalArgumentException("tests (" + tests + "), level (" + level + ")");
  }

  /**
   * The least number of pairs (x of one side, y of the other) with x above y for which p is at most
   * a level; −1 where no such samples are that far apart.
   */
  static int leastPairs(int n, int m, double level) {
    double[] chances = chances(n, m);
    double above = 0;
    int found = -1;
    for (int u = n * m; 2 * u > n * m; u--) {
      above += chances[u];
      if (2 * above > level) {
        break;
      }
      found = u;
    }
    return found;
  }

  /**
   * The distribution of U by Mann and Whitney's recurrence: the greatest value is of the one side
   * or of the other.
   */
  private static double[] chances(int n, int m) {
    double[][] row = new double[m + 1][];
    for (int j = 0; j <= m; j++) {
      row[j] = new double[] {1};
    }
    for (int i = 1; i <= n; i++) {
      for (int j = 1; j <= m; j++) {
        double[] next = new double[i * j + 1];
        double[] without = row[j];
        double[] left = row[j - 1];
        for (int u = 0; u < without.length; u++) {
          next[u + j] += without[u] * i / (i + j);
        }
        for (int u = 0; u < left.length; u++) {
          next[u] += left[u] * j / (i + j);
        }
        row[j] = next;
      }
    }
    return row[m];
  }
}
