package io.layerbench.assignment;

/** The best path found so far that meets the limits. */
final class Incumbent {

  /** Its objective; infinite while there is none. */
  double value = Double.POSITIVE_INFINITY;

  /** Its options by stage. */
  int[] options = {};

  boolean isFound() {
    return value < Double.POSITIVE_INFINITY;
  }

  void replace(double better, int[] by) {
    value = better;
    options = by;
  }
}
