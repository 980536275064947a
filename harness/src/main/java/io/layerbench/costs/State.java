package io.layerbench.costs;

import io.layerbench.base.Precision;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;

/**
 * What a cost depends on: in which precision something is, and in which its neighbours are. A
 * tensor's own precision is its maker's, and its neighbours are its readers; a layer's neighbours
 * are the readers of what it makes; glue's are the makers of what it reads, since a float addition
 * fuses into a convolution only where all that it adds is float.
 */
public enum State {
  /** In float, without neighbours. */
  FLOAT_ALONE(false, false, false),
  /** In float among float. */
  FLOAT_FLOAT(false, true, false),
  /** In float, with INT8 neighbours only. */
  FLOAT_INT8(false, false, true),
  /** In float, with neighbours of both kinds. */
  FLOAT_BOTH(false, true, true),
  /** In INT8, without neighbours. */
  INT8_ALONE(true, false, false),
  /** In INT8, with float neighbours only. */
  INT8_FLOAT(true, true, false),
  /** In INT8 among INT8. */
  INT8_INT8(true, false, true),
  /** In INT8, with neighbours of both kinds. */
  INT8_BOTH(true, true, true);

  private final boolean int8;
  private final boolean hasFloat;
  private final boolean hasInt8;

  State(boolean int8, boolean hasFloat, boolean hasInt8) {
    this.int8 = int8;
    this.hasFloat = hasFloat;
    this.hasInt8 = hasInt8;
  }

  /** The state of those facts. */
  static State of(boolean int8, boolean hasFloat, boolean hasInt8) {
    return Arrays.stream(values())
        .filter(s -> s.int8 == int8 && s.hasFloat == hasFloat && s.hasInt8 == hasInt8)
        .findFirst()
        .orElseThrow();
  }

  /**
   * The state of something among parts.
   *
   * @param own whether it is in INT8
   * @param neighbours the parts around it; unknown ones are in float
   * @param leaves whether something outside needs it in float
   */
  static State of(
      boolean own,
      Collection<String> neighbours,
      boolean leaves,
      Map<String, Precision> precisions) {
    long int8 = neighbours.stream().filter(name -> precisions.get(name) == Precision.INT8).count();
    return of(own, leaves || int8 < neighbours.size(), int8 > 0);
  }

  /** Whether it is in INT8 itself. */
  public boolean isInt8() {
    return int8;
  }

  /** Whether a neighbour is in float. */
  public boolean hasFloat() {
    return hasFloat;
  }

  /** Whether a neighbour is in INT8. */
  public boolean hasInt8() {
    return hasInt8;
  }

  /** True where precision changes, here or to a neighbour. */
  public boolean isBoundary() {
    return int8 ? hasFloat : hasInt8;
  }
}
