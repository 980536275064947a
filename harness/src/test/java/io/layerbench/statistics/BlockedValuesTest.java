package io.layerbench.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class BlockedValuesTest {

  private static final long SEED = 5;

  private static BlockedValues of(double... values) {
    return new BlockedValues(DoubleStream.of(values).boxed().toList());
  }

  @Test
  void belowSixBlocksNothingIsShown() {
    assertThat(of(1, 2, 3, 4, 5).interval()).isNull();
    assertThat(of(1, 2, 3, 4, 5).shownSign()).isZero();
    assertThat(of(1, 2, 3, 4, 5, 6).interval()).isEqualTo(new Interval(1, 6));
    assertThat(of(1, 2, 3, 4, 5, 6).shownSign()).isEqualTo(1);
    assertThat(BlockedValues.LEAST_TO_SHOW).isEqualTo(6);
  }

  @Test
  void aSignIsShownWhereTheIntervalLeavesOutZero() {
    assertThat(of(-1, -2, -3, -4, -5, -6).shownSign()).isEqualTo(-1);
    assertThat(of(-1, 2, 3, 4, 5, 6).shownSign()).isZero();
    assertThat(of(0, 2, 3, 4, 5, 6).shownSign()).isZero();
    // Of 9, the second least to the second greatest.
    assertThat(of(-1, 2, 3, 4, 5, 6, 7, 8, 9).shownSign()).isEqualTo(1);
  }

  @Test
  void differencesWithinBlocksAreFreeOfTheBlock() {
    BlockedValues one = of(10, 20, 30, 40, 50, 60);
    BlockedValues other = of(9, 19, 29, 39, 49, 59);
    assertThat(one.minus(other)).isEqualTo(of(1, 1, 1, 1, 1, 1));
    assertThat(one.minus(other).shownSign()).isEqualTo(1);
    assertThat(one.minus(other).median()).isEqualTo(1);
  }

  @Test
  void equalQuantitiesAreRarelyToldApart() {
    Random random = new Random(SEED);
    int shown = 0;
    for (int i = 0; i < 1000; i++) {
      shown += Math.abs(noise(random).minus(noise(random)).shownSign());
    }
    // The sign test's level with 30 blocks is 4.3%.
    assertThat(shown).isBetween(20, 70);
  }

  private static BlockedValues noise(Random random) {
    return new BlockedValues(random.doubles(30).boxed().toList());
  }

  @Test
  void whatCannotBeComparedIsRefused() {
    BlockedValues two = of(1, 2);
    BlockedValues three = of(1, 2, 3);
    assertThatThrownBy(() -> two.minus(three)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> of(1, Double.NaN)).isInstanceOf(IllegalArgumentException.class);
    List<Double> none = List.of();
    assertThatThrownBy(() -> new BlockedValues(none)).isInstanceOf(IllegalArgumentException.class);
  }
}
