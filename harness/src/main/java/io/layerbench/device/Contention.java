package io.layerbench.device;

import io.layerbench.base.Fact;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * How much others disturbed a span of time, for example one case. The whole machine is watched, so
 * a case that starts more threads than there are processors disturbs itself.
 *
 * @param pressurePercent share of the span in which some thread waited for a processor
 * @param stealPercent share of the processors' time that a hypervisor gave to others
 * @param throttledPeriods periods in which a CPU quota held this process's group back
 * @param megahertzBefore the clock at the start, mean of the processors
 * @param megahertzAfter the clock at the end
 */
@JsonNaming(SnakeCaseStrategy.class)
public record Contention(
    Fact pressurePercent,
    Fact stealPercent,
    Fact throttledPeriods,
    Fact megahertzBefore,
    Fact megahertzAfter) {

  public Contention {
    FactNumbers.require(pressurePercent, "pressure_percent");
    FactNumbers.require(stealPercent, "steal_percent");
    FactNumbers.require(throttledPeriods, "throttled_periods");
    FactNumbers.require(megahertzBefore, "megahertz_before");
    FactNumbers.require(megahertzAfter, "megahertz_after");
  }

  /** What happened between two samples of one machine, the earlier one first. */
  public static Contention between(ContentionSample before, ContentionSample after) {
    Fact micros = FactNumbers.decimal((after.nanoTime() - before.nanoTime()) / 1e3, 3);
    return new Contention(
        FactNumbers.percent(difference(before.pressureMicros(), after.pressureMicros()), micros),
        FactNumbers.percent(
            difference(before.stealTicks(), after.stealTicks()),
            difference(before.totalTicks(), after.totalTicks())),
        difference(before.throttledPeriods(), after.throttledPeriods()),
        before.megahertz(),
        after.megahertz());
  }

  private static Fact difference(Fact before, Fact after) {
    OptionalDouble first = FactNumbers.of(before);
    OptionalDouble last = FactNumbers.of(after);
    if (first.isEmpty() || last.isEmpty()) {
      return first.isEmpty() ? before : after;
    }
    double difference = last.getAsDouble() - first.getAsDouble();
    return difference < 0
        ? Fact.unknown("the counter ran backwards")
        : FactNumbers.whole((long) difference);
  }

  /** What may have spoiled the measurements of this span, by the limits for a run's conditions. */
  public List<ConditionWarning> warnings() {
    List<ConditionWarning> warnings = new ArrayList<>();
    ConditionWarnings.addContention(warnings, pressurePercent, stealPercent, throttledPeriods);
    return List.copyOf(warnings);
  }

  /** True where at least one warning applies; unknown facts raise none. */
  public boolean contended() {
    return !warnings().isEmpty();
  }
}
