package io.layerbench.ranking;

import java.util.Set;

/** Measures what a set of layers in INT8 costs in accuracy. */
@FunctionalInterface
public interface DropMeter {

  /**
   * FP32's accuracy less that of the model with these layers in INT8, in points of percent; below 0
   * where it is better. The same set always gives the same.
   *
   * @param int8 names of layers, pinned ones included
   */
  double dropPoints(Set<String> int8);
}
