package io.layerbench.costs;

import io.layerbench.base.Precision;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;

/** In which precisions the neighbours on one side are. */
enum Side {
  /** There are none, or it does not matter. */
  NONE,
  /** All are in float. */
  FLOAT,
  /** All are in INT8. */
  INT8,
  /** Some are in float and some in INT8. */
  BOTH;

  static Side of(boolean hasFloat, boolean hasInt8) {
    return hasFloat ? (hasInt8 ? BOTH : FLOAT) : hasInt8 ? INT8 : NONE;
  }

  /**
   * The side of those parts.
   *
   * @param leaves whether something outside needs it in float, too
   * @param precisions unknown parts are in float
   */
  static Side of(Collection<String> neighbours, boolean leaves, Map<String, Precision> precisions) {
    long int8 = neighbours.stream().filter(name -> precisions.get(name) == Precision.INT8).count();
    return of(leaves || int8 < neighbours.size(), int8 > 0);
  }

  boolean hasFloat() {
    return this == FLOAT || this == BOTH;
  }

  boolean hasInt8() {
    return this == INT8 || this == BOTH;
  }

  int differences(Side other) {
    return (hasFloat() == other.hasFloat() ? 0 : 1) + (hasInt8() == other.hasInt8() ? 0 : 1);
  }

  String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
