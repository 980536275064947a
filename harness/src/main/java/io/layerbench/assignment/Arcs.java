package io.layerbench.assignment;

import java.util.Arrays;

/** A growing list of arcs. */
final class Arcs {

  private int size;
  private int[] from = new int[16];
  private int[] to = new int[16];
  private int[] option = new int[16];
  private final double[][] costs;

  Arcs(int dimensions) {
    costs = new double[dimensions][16];
  }

  void add(int from, int to, int option, double[] cost) {
    if (size == this.from.length) {
      grow(2 * size);
    }
    this.from[size] = from;
    this.to[size] = to;
    this.option[size] = option;
    for (int d = 0; d < costs.length; d++) {
      costs[d][size] = cost[d];
    }
    size++;
  }

  private void grow(int length) {
    from = Arrays.copyOf(from, length);
    to = Arrays.copyOf(to, length);
    option = Arrays.copyOf(option, length);
    for (int d = 0; d < costs.length; d++) {
      costs[d] = Arrays.copyOf(costs[d], length);
    }
  }

  int size() {
    return size;
  }

  int dimensions() {
    return costs.length;
  }

  int from(int arc) {
    return from[arc];
  }

  int to(int arc) {
    return to[arc];
  }

  int option(int arc) {
    return option[arc];
  }

  double cost(int dimension, int arc) {
    return costs[dimension][arc];
  }
}
