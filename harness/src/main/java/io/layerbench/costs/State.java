package io.layerbench.costs;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;

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

  /** In how much another state of the same own precision differs; 0 for the same. */
  int differences(State other) {
    return before.differences(other.before) + after.differences(other.after);
  }

  /**
   * The value of the state that has most in common with this one; of several, the highest, since a
   * plan is chosen for what looks cheap.
   *
   * @return empty when no other state of the same own precision has a value
   */
  OptionalDouble resembling(Map<State, Double> known) {
    List<State> others = known.keySet().stream().filter(other -> other.int8 == int8).toList();
    int fewest = others.stream().mapToInt(this::differences).min().orElse(0);
    return others.stream()
        .filter(other -> differences(other) == fewest)
        .mapToDouble(other -> Objects.requireNonNull(known.get(other)))
        .max();
  }
}
