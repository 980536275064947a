package io.layerbench.costs;

import io.layerbench.costs.CostModel.Cost;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * Fills in the states that no model had: from the same tensor where its two kinds of readers were
 * seen apart, else from what is alike, else from the state that resembles it most.
 *
 * @param measured the states that models had, by name
 * @param kinds what has the same kind is alike; what has none is like nothing else
 * @param sums whether readers of both kinds cost what those of each kind do, as of conversions
 */
record UnseenStates(
    Map<String, Map<State, Cost>> measured, Map<String, String> kinds, boolean sums) {

  /**
   * The costs of all states.
   *
   * @param possible by name; a state that nothing tells about has no cost
   */
  Map<String, Map<String, Cost>> completed(Map<String, List<State>> possible) {
    Map<String, Map<String, Cost>> all = new LinkedHashMap<>();
    possible.forEach(
        (name, states) -> {
          Map<String, Cost> costs = new LinkedHashMap<>();
          for (State state : states) {
            Cost own = of(name).get(state);
            if (own != null) {
              costs.put(state.text(), own);
            } else {
              estimate(name, state)
                  .ifPresent(micros -> costs.put(state.text(), new Cost(micros, 0)));
            }
          }
          all.put(name, costs);
        });
    return all;
  }

  private Map<State, Cost> of(String name) {
    return measured.getOrDefault(name, Map.of());
  }

  private OptionalDouble estimate(String name, State state) {
    OptionalDouble both = both(of(name), state);
    if (both.isPresent()) {
      return both;
    }
    OptionalDouble alike = alike(name, state);
    if (alike.isPresent()) {
      return alike;
    }
    Map<State, Double> known = new HashMap<>();
    of(name).forEach((other, cost) -> known.put(other, cost.micros()));
    return state.resembling(known);
  }

  private OptionalDouble both(Map<State, Cost> costs, State state) {
    Cost withFloat = costs.get(new State(state.int8(), Side.NONE, Side.FLOAT));
    Cost withInt8 = costs.get(new State(state.int8(), Side.NONE, Side.INT8));
    return sums && state.after() == Side.BOTH && withFloat != null && withInt8 != null
        ? OptionalDouble.of(withFloat.micros() + withInt8.micros())
        : OptionalDouble.empty();
  }

  private OptionalDouble alike(String name, State state) {
    String kind = kinds.get(name);
    return measured.entrySet().stream()
        .filter(other -> kind != null && kind.equals(kinds.get(other.getKey())))
        .map(other -> other.getValue().get(state))
        .filter(Objects::nonNull)
        .mapToDouble(Cost::micros)
        .sorted()
        .average();
  }
}
