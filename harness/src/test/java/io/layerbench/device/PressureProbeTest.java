package io.layerbench.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerbench.base.Fact;
import io.layerbench.base.Json;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PressureProbeTest {

  private final Path root;

  PressureProbeTest(@TempDir Path root) {
    this.root = root;
  }

  @Test
  void withoutAnyFileNothingIsKnownAndNothingIsContended() {
    PressureProbe probe = new PressureProbe(new FakeMachine(root).files());
    Contention contention = Contention.between(probe.read(), probe.read());

    assertThat(contention.pressurePercent().unknown()).contains("/proc/pressure/cpu");
    assertThat(contention.stealPercent().unknown()).contains("/proc/stat");
    assertThat(contention.throttledPeriods().value()).isNull();
    assertThat(contention.megahertzAfter().value()).isNull();
    assertThat(contention.contended()).isFalse();
    assertThat(Json.parse(Json.line(contention), Contention.class, "test")).isEqualTo(contention);
  }

  @Test
  void aCounterThatIsKnownOnlyOnceOrRunsBackwardsIsUnknown() {
    ContentionSample first = sample(0, Fact.known("100"), Fact.unknown("gone"));
    ContentionSample second = sample(1_000_000, Fact.known("50"), Fact.known("9"));

    Contention contention = Contention.between(first, second);

    assertThat(contention.pressurePercent().unknown()).contains("backwards");
    assertThat(contention.stealPercent().unknown()).isEqualTo("gone");
  }

  @Test
  void noTimeAtAllGivesNoShare() {
    ContentionSample sample = sample(5, Fact.known("1"), Fact.known("1"));

    assertThat(Contention.between(sample, sample).pressurePercent().value()).isNull();
    assertThat(Contention.between(sample, sample).stealPercent().value()).isNull();
  }

  @Test
  void sharesAreOfTheSpanBetweenTheSamples() {
    ContentionSample first = sample(0, Fact.known("1000"), Fact.known("10"));
    ContentionSample second =
        new ContentionSample(
            1_000_000_000,
            Fact.known("12.00"),
            Fact.known("251000"),
            Fact.known("14"),
            Fact.known("200"),
            Fact.known("3"),
            Fact.known("1800"));

    Contention contention = Contention.between(first, second);

    assertThat(contention.pressurePercent().value()).isEqualTo("25.00");
    assertThat(contention.stealPercent().value()).isEqualTo("4.00");
    assertThat(contention.throttledPeriods().value()).isEqualTo("3");
    assertThat(contention.megahertzBefore().value()).isEqualTo("2000");
    assertThat(contention.warnings())
        .containsExactly(
            new ConditionWarning.CpuPressure(25),
            new ConditionWarning.Steal(4),
            new ConditionWarning.Throttled(3));
  }

  @Test
  void theClockComesFromTheFrequencyControlWhereThereIsOne() {
    FakeMachine machine = new FakeMachine(root).xeon();
    PressureProbe probe = new PressureProbe(machine.files());
    assertThat(probe.read().megahertz().value()).isEqualTo("2004");

    machine.put("/sys/devices/system/cpu/cpufreq/policy0/scaling_cur_freq", "3000000");
    machine.put("/sys/devices/system/cpu/cpufreq/policy4/scaling_cur_freq", "1000000");
    assertThat(probe.read().megahertz().value()).isEqualTo("2000");
  }

  private static ContentionSample sample(long nanos, Fact micros, Fact steal) {
    Fact none = Fact.known("0");
    return new ContentionSample(
        nanos, Fact.known("0.00"), micros, steal, Fact.known("100"), none, Fact.known("2000"));
  }
}
