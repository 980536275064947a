package io.layerbench.assignment;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Tells which labels of one state another makes needless: it is no worse in any value. Labels come
 * in ascending order of their first value, then their second. With more than three values only the
 * latest {@value #WINDOW} are compared, which keeps some needless ones.
 */
final class Dominance {

  private static final int WINDOW = 500;

  private final int values;
  private double leastSecond = Double.POSITIVE_INFINITY;
  private boolean isEmpty = true;

  /** By second value, the third of those labels that no other beats in these two. */
  private final TreeMap<Double, Double> stairs = new TreeMap<>();

  private final List<double[]> latest = new ArrayList<>();

  /**
   * @param values how many a label has
   */
  Dominance(int values) {
    this.values = values;
  }

  /** Whether none before was as good; it is then remembered. */
  boolean admits(double[] label) {
    return switch (values) {
      case 1 -> admitsOne();
      case 2 -> admitsTwo(label);
      case 3 -> admitsThree(label);
      default -> admitsMore(label);
    };
  }

  private boolean admitsOne() {
    boolean isFirst = isEmpty;
    isEmpty = false;
    return isFirst;
  }

  private boolean admitsTwo(double[] label) {
    if (label[1] >= leastSecond) {
      return false;
    }
    leastSecond = label[1];
    return true;
  }

  private boolean admitsThree(double[] label) {
    Map.Entry<Double, Double> below = stairs.floorEntry(label[1]);
    if (below != null && below.getValue() <= label[2]) {
      return false;
    }
    Map.Entry<Double, Double> above = stairs.ceilingEntry(label[1]);
    while (above != null && above.getValue() >= label[2]) {
      stairs.remove(above.getKey());
      above = stairs.higherEntry(label[1]);
    }
    stairs.put(label[1], label[2]);
    return true;
  }

  private boolean admitsMore(double[] label) {
    for (int i = latest.size() - 1; i >= Math.max(0, latest.size() - WINDOW); i--) {
      if (isNoWorse(latest.get(i), label)) {
        return false;
      }
    }
    latest.add(label.clone());
    return true;
  }

  private static boolean isNoWorse(double[] one, double[] other) {
    for (int d = 0; d < one.length; d++) {
      if (one[d] > other[d]) {
        return false;
      }
    }
    return true;
  }
}
