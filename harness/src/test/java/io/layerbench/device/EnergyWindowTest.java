package io.layerbench.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.layerbench.base.Json;
import java.util.OptionalLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class EnergyWindowTest {

  private static final EnergyWindow.Length LENGTH =
      new EnergyWindow.Length(1_000_000_000L, 20, 5_000_000_000L);

  /** A machine whose time goes on by calls alone, and whose counter moves in steps. */
  private static final class Machine implements EnergyCounter {
    private final double watts;
    private final long stepNanos;
    private long nanos;
    private long calls;
    private boolean gone;
    private long readingNanos;
    private long restedNanos;

    Machine(double watts, long stepNanos) {
      this.watts = watts;
      this.stepNanos = stepNanos;
    }

    @Override
    public String name() {
      return "fake";
    }

    @Override
    public OptionalLong microjoules() {
      // Nothing is drawn while it is read, and nothing of that is seen before the next step.
      long seen = nanos / stepNanos * stepNanos - restedNanos;
      nanos += readingNanos;
      restedNanos += readingNanos;
      return gone ? OptionalLong.empty() : OptionalLong.of((long) (watts * seen / 1e3));
    }

    EnergyUse measure(long callNanos) {
      return new EnergyWindow(this, () -> nanos, LENGTH)
          .measure(
              () -> {
                nanos += callNanos;
                calls++;
              });
    }
  }

  @Property
  void energyIsPowerTimesTimeWhateverTheGrain(
      @ForAll @IntRange(min = 1, max = 100) int stepMillis,
      @ForAll @IntRange(min = 10, max = 900_000) int callMicros) {
    EnergyUse use = new Machine(50, stepMillis * 1_000_000L).measure(callMicros * 1_000L);

    assertThat(use.unknown()).isNull();
    // A call is 50 W · its time. The grain is at most the larger of a step and a call at each end.
    double expected = 50 * callMicros * 1e-3;
    assertThat(use.mjPerCall())
        .isCloseTo(expected, within(expected * Math.max(0.06, stepMillis * 2e-3)));
    assertThat(use.seconds()).isGreaterThanOrEqualTo(1);
  }

  @Test
  void aFineCounterTakesASecondAndACoarseOneTwentySteps() {
    assertThat(new Machine(10, 1_000_000).measure(100_000).seconds()).isBetween(1.0, 1.1);
    assertThat(new Machine(10, 100_000_000).measure(100_000).seconds()).isBetween(2.0, 2.2);
  }

  @Test
  void aCounterThatTakesLongToReadIsReadSeldom() {
    Machine machine = new Machine(50, 100_000_000);
    machine.readingNanos = 4_000_000;
    EnergyUse use = machine.measure(100_000);
    assertThat(use.mjPerCall()).isCloseTo(5, within(0.3));
    assertThat(use.watts()).isCloseTo(50, within(2.0));
  }

  @Test
  void aCallLongerThanTheWindowIsMadeTwice() {
    Machine machine = new Machine(10, 1_000_000);
    EnergyUse use = machine.measure(7_000_000_000L);
    assertThat(machine.calls).isEqualTo(2);
    assertThat(use.calls()).isEqualTo(1);
    assertThat(use.mjPerCall()).isCloseTo(70_000, within(10.0));
  }

  @Test
  void aCounterThatStandsStillIsGivenUp() {
    EnergyUse use = new Machine(0, 1_000_000).measure(1_000_000);
    assertThat(use.mjPerCall()).isNull();
    assertThat(use.unknown()).contains("(fake) moved only 0 times in 5.0 s");
  }

  @Test
  void aCounterOfTooCoarseAGrainIsGivenUp() {
    assertThat(new Machine(10, 2_000_000_000L).measure(1_000_000).unknown())
        .contains("moved only 2 times");
  }

  @Test
  void aCounterThatVanishesSaysSo() {
    Machine machine = new Machine(10, 1_000_000);
    machine.gone = true;
    assertThat(machine.measure(1_000_000).unknown()).contains("cannot be read any more");
  }

  @Test
  void idlePowerIsTheCountersOrItsReason() {
    Machine machine = new Machine(12.5, 1_000_000);
    IdlePower idle = IdlePower.measure(EnergySource.of(machine), () -> machine.nanos += 10_000_000);
    assertThat(idle.counter().value()).isEqualTo("fake");
    assertThat(idle.watts().value()).isEqualTo("12.50");

    Machine still = new Machine(0, 1_000_000);
    IdlePower none = IdlePower.measure(EnergySource.of(still), () -> still.nanos += 100_000_000);
    assertThat(none.counter().unknown()).contains("moved only 0 times");
    assertThat(none.watts()).isEqualTo(none.counter());
  }

  @Test
  void anEnergyThatIsNoneIsRefused() {
    EnergyUse use = EnergyUse.of(2_000_000, 1_000_000_000, 1000);
    assertThat(use.mjPerCall()).isEqualTo(2);
    assertThat(use.watts()).isEqualTo(2);
    assertThat(Json.parse(Json.line(use), EnergyUse.class, "test")).isEqualTo(use);
    for (double bad : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> new EnergyUse(bad, 1.0, 1, 1, null))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> new EnergyUse(1.0, 1.0, 1, 1, "a reason"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new EnergyUse(null, null, 0, 0, null))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new EnergyUse(null, null, 1, 5, "a reason"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
