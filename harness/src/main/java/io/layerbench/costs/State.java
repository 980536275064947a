package io.layerbench.costs;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What a cost depends on: in which precision something is, and in which its neighbours are.
 *
 * <p>A tensor's own precision is its maker's, and its readers stand behind it. A layer's cost
 * depends on who reads what it makes: an activation is dropped where the output is quantized.
 * Glue's depends on both sides: a float addition fuses into a convolution only where all that it
 * adds is float, and a float pooling is run on integers where what reads it is INT8.
 *
 * @param int8 whether it is in INT8 itself
 * @param before its makers; {@link Side#NONE} where they do not matter
 * @param after its readers
 */
record State(boolean int8, Side before, Side after) {

  /** True where precision changes between it and its readers. */
  boolean isBoundary() {
    return int8 ? after.hasFloat() : after.hasInt8();
  }

  /** The name in files, such as "float, before none, after int8". */
  String text() {
    return "%s, before %s, after %s"
        .formatted(int8 ? "int8" : "float", before.text(), after.text());
  }

  /** All others of the same own precision, those with more in common first. */
  List<State> resembling() {
    List<State> others = new ArrayList<>();
    for (Side otherBefore : Side.values()) {
      for (Side otherAfter : Side.values()) {
        State other = new State(int8, otherBefore, otherAfter);
        if (!other.equals(this)) {
          others.add(other);
        }
      }
    }
    others.sort(
        Comparator.comparingInt(
            (State other) -> before.differences(other.before) + after.differences(other.after)));
    return others;
  }
}
