package io.layerbench.ranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.layerbench.base.Precision;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OrderChoiceTest {

  private static final PolicySpec HALF =
      PolicySpec.of("percentile", 0.5, EnumSet.of(Precision.FP32, Precision.INT8));

  /** d moves from the last place to the first: 3 of 6 pairs turn round. */
  @Test
  void comparesOrderAndPlan() {
    Ranking own = rank(Map.of("a", 1.0, "b", 2.0, "c", 3.0, "d", 4.0));
    Ranking other = rank(Map.of("a", 1.0, "b", 2.0, "c", 3.0, "d", 0.5));
    OrderChoice choice = OrderChoice.of(OrderChoice.Kind.NORM, "elements", own, other);
    assertThat(choice.layers()).isEqualTo(4);
    assertThat(choice.tau()).isEqualTo(0, within(1e-12));
    // a and b were in INT8, now d and a are.
    assertThat(choice.changed()).isEqualTo(2);
    assertThat(OrderCsv.text(List.of(choice)))
        .isEqualTo(
            "backend,kind,name,layers,tau,changed\r\ncpu,sensitivity norm,elements,4,0.0,2\r\n");
  }

  @Test
  void theSameOrderChangesNothing() {
    Ranking own = rank(Map.of("a", 1.0, "b", 2.0, "c", 3.0, "d", 4.0));
    OrderChoice choice = OrderChoice.of(OrderChoice.Kind.SCORE, "share", own, own);
    assertThat(choice.tau()).isEqualTo(1);
    assertThat(choice.changed()).isZero();
  }

  @Test
  void comparesOnlyLayersThatBothRank() {
    Ranking own = rank(Map.of("a", 1.0, "b", 2.0, "c", 3.0, "d", 4.0));
    Ranking other = rank(Map.of("b", 2.0, "c", 1.0));
    OrderChoice choice = OrderChoice.of(OrderChoice.Kind.NORM, "relative", own, other);
    assertThat(choice.layers()).isEqualTo(2);
    assertThat(choice.tau()).isEqualTo(-1);
  }

  @Test
  void saysNothingOfARankingThatRanksNothing() {
    Ranking own = rank(Map.of("a", 1.0, "b", 2.0));
    OrderChoice choice = OrderChoice.of(OrderChoice.Kind.NORM, "relative", own, rank(Map.of()));
    assertThat(choice.layers()).isZero();
    assertThat(choice.tau()).isNull();
    assertThat(choice.changed()).isNull();
    assertThat(OrderCsv.text(List.of(choice))).endsWith(",relative,0,,\r\n");
  }

  @Test
  void oneLayerAndEqualScoresHaveNoTau() {
    Ranking one = rank(Map.of("a", 1.0));
    assertThat(OrderChoice.of(OrderChoice.Kind.SCORE, "paper", one, one).tau()).isNull();
    Ranking equal = rank(Map.of("a", 1.0, "b", 1.0));
    assertThat(OrderChoice.of(OrderChoice.Kind.SCORE, "paper", equal, equal).tau()).isNull();
  }

  private static Ranking rank(Map<String, Double> sensitivities) {
    return Ranker.rank(
        "cpu",
        List.of("a", "b", "c", "d").stream()
            .map(name -> layer(name, sensitivities.get(name)))
            .toList(),
        ScoreSpec.defaults(),
        HALF);
  }

  private static RankingInput layer(String name, @Nullable Double sensitivity) {
    return new RankingInput(name, "Conv", 100, 1.0, null, sensitivity, null, null);
  }
}
