package io.layerbench.costs;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Which states to ask when one was never measured. */
final class Resemblance {

  private Resemblance() {}

  /** The other states of the same own precision, those with more in common first. */
  static List<State> order(State state) {
    return Arrays.stream(State.values())
        .filter(other -> other != state && other.isInt8() == state.isInt8())
        .sorted(Comparator.comparingInt((State other) -> differences(state, other)))
        .toList();
  }

  private static int differences(State a, State b) {
    return (a.hasFloat() == b.hasFloat() ? 0 : 1) + (a.hasInt8() == b.hasInt8() ? 0 : 1);
  }
}
