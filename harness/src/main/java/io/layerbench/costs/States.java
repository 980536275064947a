package io.layerbench.costs;

import io.layerbench.costs.Topology.Part;
import java.util.ArrayList;
import java.util.List;

/** Which states something can be in at all. */
final class States {

  private States() {}

  /** The states of a part. */
  static List<State> of(Part part) {
    List<State> states = new ArrayList<>();
    for (Side before : part.ranked() ? new Side[] {Side.NONE} : Side.values()) {
      states.addAll(of(part.int8(), before));
    }
    return states;
  }

  /** The states of a tensor. */
  static List<State> ofTensor() {
    return of(true, Side.NONE);
  }

  private static List<State> of(boolean int8, Side before) {
    List<State> states = new ArrayList<>();
    for (Side after : Side.values()) {
      states.add(new State(false, before, after));
      if (int8) {
        states.add(new State(true, before, after));
      }
    }
    return states;
  }
}
