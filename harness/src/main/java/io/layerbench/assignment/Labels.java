package io.layerbench.assignment;

import java.util.Arrays;

/** The ways from the start to the states of one boundary, state by state. */
final class Labels {

  /** By dimension of the labels, then label. */
  final double[][] values;

  /** The least objective that a path through it can have, as far as is known. */
  double[] bound;

  /** The label before it, and the arc from there. */
  int[] parent;

  int[] arc;

  /** Where a state's labels begin; one more for the end. */
  final int[] begin;

  int size;

  Labels(int dimensions, int states) {
    values = new double[dimensions][16];
    bound = new double[16];
    parent = new int[16];
    arc = new int[16];
    begin = new int[states + 1];
  }

  void add(double[] label, double least, int before, int by) {
    if (size == parent.length) {
      resize(2 * size);
    }
    for (int d = 0; d < values.length; d++) {
      values[d][size] = label[d];
    }
    bound[size] = least;
    parent[size] = before;
    arc[size] = by;
    size++;
  }

  private void resize(int length) {
    for (int d = 0; d < values.length; d++) {
      values[d] = Arrays.copyOf(values[d], length);
    }
    bound = Arrays.copyOf(bound, length);
    parent = Arrays.copyOf(parent, length);
    arc = Arrays.copyOf(arc, length);
  }

  /**
   * Keeps those of the lowest bounds; of equals the first.
   *
   * @param width how many
   * @return the lowest bound of those dropped; infinite where none was
   */
  double narrow(int width) {
    if (size <= width) {
      return Double.POSITIVE_INFINITY;
    }
    double[] sorted = Arrays.copyOf(bound, size);
    Arrays.sort(sorted);
    double most = sorted[width - 1];
    int ties = width;
    while (ties > 0 && sorted[ties - 1] == most) {
      ties--;
    }
    compact(most, width - ties);
    return sorted[width];
  }

  private void compact(double most, int ties) {
    int left = ties;
    int place = 0;
    for (int state = 0; state + 1 < begin.length; state++) {
      int first = begin[state];
      begin[state] = place;
      for (int label = first; label < begin[state + 1]; label++) {
        if (bound[label] < most || (bound[label] == most && left-- > 0)) {
          move(label, place++);
        }
      }
    }
    begin[begin.length - 1] = place;
    size = place;
  }

  private void move(int label, int place) {
    for (double[] value : values) {
      value[place] = value[label];
    }
    bound[place] = bound[label];
    parent[place] = parent[label];
    arc[place] = arc[label];
  }

  /** Gives back what only growing and the next stage need. */
  void trim() {
    Arrays.fill(values, new double[0]);
    bound = new double[0];
    parent = Arrays.copyOf(parent, size);
    arc = Arrays.copyOf(arc, size);
  }
}
