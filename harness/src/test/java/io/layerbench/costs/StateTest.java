package io.layerbench.costs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class StateTest {

  private static final State UNSEEN = new State(false, Side.BOTH, Side.INT8);

  @Test
  void ofStatesThatResembleItEquallyTheDearestCounts() {
    Map<State, Double> known =
        Map.of(
            new State(false, Side.FLOAT, Side.INT8), 0.0,
            new State(false, Side.BOTH, Side.BOTH), 8.8,
            new State(false, Side.FLOAT, Side.FLOAT), 99.0,
            new State(true, Side.BOTH, Side.INT8), 77.0);
    assertThat(UNSEEN.resembling(known)).hasValue(8.8);
  }

  @Test
  void nothingIsKnownFromTheOtherPrecision() {
    assertThat(UNSEEN.resembling(Map.of(new State(true, Side.BOTH, Side.INT8), 7.0))).isEmpty();
  }
}
