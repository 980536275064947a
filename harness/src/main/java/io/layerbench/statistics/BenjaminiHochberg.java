package io.layerbench.statistics;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Benjamini and Hochberg's procedure ("Controlling the false discovery rate", Journal of the Royal
 * Statistical Society B 57, 1995): of the tests that it calls significant at a level, no larger
 * share than that is expected to be false.
 */
public final class BenjaminiHochberg {

  private BenjaminiHochberg() {}

  /**
   * The adjusted p values, in the order given: the smallest level at which each is significant. Of
   * m values the k-th smallest becomes min over j ≥ k of p(j) · m / j, at most 1.
   *
   * @param p each 0 to 1
   */
  public static double[] adjusted(double[] p) {
    List<Integer> order =
        IntStream.range(0, p.length)
            .boxed()
            .sorted(Comparator.comparingDouble((Integer i) -> p[i]))
            .toList();
    double[] adjusted = new double[p.length];
    double least = 1;
    for (int k = p.length; k >= 1; k--) {
      int index = order.get(k - 1);
      least = Math.min(least, p[index] * p.length / k);
      adjusted[index] = least;
    }
    return adjusted;
  }
}
