package io.layerbench.costs;

import io.layerbench.costs.CostModel.Cost;
import io.layerbench.costs.Topology.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Fills in the tensors' states that no model had: from the same tensor where its two kinds of
 * readers were seen apart, else from tensors of the same shape, else from the state that resembles
 * it most.
 */
final class UnseenBoundaries {

  private final Topology topology;
  private final Map<String, Map<State, Cost>> measured;

  UnseenBoundaries(Topology topology, Map<String, Map<State, Cost>> measured) {
    this.topology = topology;
    this.measured = measured;
  }

  Map<String, Map<String, Cost>> completed() {
    Map<String, Map<String, Cost>> all = new LinkedHashMap<>();
    for (Tensor tensor : topology.tensors()) {
      Map<String, Cost> costs = new LinkedHashMap<>();
      for (State state : States.ofTensor()) {
        Cost own = of(tensor).get(state);
        if (own != null) {
          costs.put(state.text(), own);
        } else {
          estimate(tensor, state).ifPresent(micros -> costs.put(state.text(), new Cost(micros, 0)));
        }
      }
      all.put(tensor.name(), costs);
    }
    return all;
  }

  private Map<State, Cost> of(Tensor tensor) {
    return measured.getOrDefault(tensor.name(), Map.of());
  }

  private Optional<Double> estimate(Tensor tensor, State state) {
    return Stream.of(
            both(of(tensor), state),
            sameShape(tensor, state),
            state.resembling().stream()
                .flatMap(other -> Stream.ofNullable(of(tensor).get(other)))
                .map(Cost::micros)
                .findFirst())
        .flatMap(Optional::stream)
        .findFirst();
  }

  /** Readers of both kinds ask for what each kind asks for. */
  private static Optional<Double> both(Map<State, Cost> costs, State state) {
    Cost withFloat = costs.get(new State(state.int8(), Side.NONE, Side.FLOAT));
    Cost withInt8 = costs.get(new State(state.int8(), Side.NONE, Side.INT8));
    return state.after() == Side.BOTH && withFloat != null && withInt8 != null
        ? Optional.of(withFloat.micros() + withInt8.micros())
        : Optional.empty();
  }

  private Optional<Double> sameShape(Tensor tensor, State state) {
    List<Cost> others =
        topology.tensors().stream()
            .filter(other -> other.shape().equals(tensor.shape()))
            .map(other -> of(other).get(state))
            .filter(Objects::nonNull)
            .toList();
    double[] micros = others.stream().mapToDouble(Cost::micros).sorted().toArray();
    return micros.length == 0
        ? Optional.empty()
        : Optional.of(Arrays.stream(micros).average().orElseThrow());
  }
}
