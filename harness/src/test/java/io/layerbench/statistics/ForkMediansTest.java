package io.layerbench.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class ForkMediansTest {

  private static ForkMedians of(double... medians) {
    return new ForkMedians(DoubleStream.of(medians).boxed().toList());
  }

  @Test
  void fewForksGiveTheirWholeRange() {
    assertThat(of(3, 1, 2).median()).isEqualTo(2);
    assertThat(of(3, 1, 2).interval()).isEqualTo(new Interval(1, 3));
    assertThat(of(7).interval()).isEqualTo(new Interval(7, 7));
  }

  @Test
  void manyForksGiveOrderStatistics() {
    // P(fewer than 2 of 9 below the median) = 10 / 512 = 1.95%, so the second least to the second
    // greatest.
    assertThat(of(9, 1, 8, 2, 7, 3, 6, 4, 5).interval()).isEqualTo(new Interval(2, 8));
  }

  @Test
  void roundsAreTakenInTheirOrder() {
    assertThat(of(3, 1, 2, 5).rounds(1, 3)).isEqualTo(of(1, 2));
    assertThat(of(3, 1, 2, 5).rounds(1, 3).size()).isEqualTo(2);
  }

  @Test
  void noForkAndNoNumberAreRefused() {
    List<Double> none = List.of();
    assertThatThrownBy(() -> new ForkMedians(none)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> of(1, Double.NaN)).isInstanceOf(IllegalArgumentException.class);
  }
}
