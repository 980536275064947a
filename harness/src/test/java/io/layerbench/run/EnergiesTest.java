package io.layerbench.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.layerbench.base.Json;
import io.layerbench.base.UsageException;
import io.layerbench.device.EnergyDomain;
import io.layerbench.device.EnergyUse;
import io.layerbench.suite.RecordedRuns;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EnergiesTest {

  private static final String UNKNOWN = "{\"value\":null,\"unknown\":\"no counter\"}";
  private static final String KNOWN = "{\"value\":\"RAPL, 1 package\",\"unknown\":null}";

  private static Timing fork(int fork, @Nullable EnergyUse energy) {
    Timing timing =
        SampleTimings.succeeded(new PlannedFork(SampleTimings.layerCase("a"), fork, fork));
    String process = Json.line(new ProcessUse(null, null, energy, null, null));
    return Json.parse(
        Json.line(timing).replace("\"process\":null", "\"process\":" + process),
        Timing.class,
        "test");
  }

  /** An example's record, with this counter, and asked for energies or not. */
  private RunRecord record(String counter, boolean energy) {
    String text = Json.line(RecordedRuns.example().readRecord());
    return Json.parse(
        text.replaceFirst("\"energy_counter\":\\{[^}]*}", "\"energy_counter\":" + counter)
            .replaceAll(
                "\"compare_models\":\\{},\"energy\":[a-z]+",
                "\"compare_models\":{},\"energy\":" + energy)
            .replaceAll("\"energy\":[0-9.]+", "\"energy\":0.5"),
        RunRecord.class,
        "test");
  }

  @Test
  void aCasesEnergyIsThatOfTheForkThatCountedIt() {
    EnergyUse known = new EnergyUse(12.5, 25.0, 1.0, 2000, null);
    List<Timing> forks = List.of(fork(0, EnergyUse.unknown("it stood still")), fork(1, known));
    assertThat(Energies.mjPerCall(forks)).isEqualTo(12.5);
    assertThat(Energies.mjPerCall(forks.subList(0, 1))).isNull();
    assertThat(Energies.mjPerCall(List.of(fork(0, null)))).isNull();
  }

  @Test
  void theReasonIsTheRunsOrTheForks() {
    List<Timing> still = List.of(fork(0, EnergyUse.unknown("it stood still")));
    RunRecord counted = record(KNOWN, true);
    assertThat(Energies.reason(counted, "cpu")).isNull();
    assertThat(Energies.reason(counted, "cpu", still)).isEqualTo("it stood still");
    assertThat(Energies.reason(counted, "cpu", List.of())).isEqualTo("no fork counted it");
    assertThat(counted.energyDomains()).containsExactly(EnergyDomain.CPU);
    Energies.check(counted);
  }

  @Test
  void aScoreThatCountsWhatNothingCountsIsRefused() {
    RunRecord uncounted = record(UNKNOWN, true);
    assertThat(uncounted.energyDomains()).isEmpty();
    assertThatThrownBy(() -> Energies.check(uncounted))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("on cpu it is unknown: no counter");

    RunRecord off = record(KNOWN, false);
    assertThat(off.energyDomains()).isEmpty();
    assertThatThrownBy(() -> Energies.check(off)).hasMessageContaining("--energy off");
  }
}
