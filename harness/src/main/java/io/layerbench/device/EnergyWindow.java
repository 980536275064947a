package io.layerbench.device;

import java.util.OptionalLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Calls something back to back while a counter of energy runs.
 *
 * <p>Such a counter moves in steps, of about 1 ms (RAPL) to 100 ms (NVML), so it is counted from
 * one step to another and over as many steps as make what is left of the grain small. Between two
 * readings lie at least 2 ms, which keeps what reading takes below a percent.
 */
final class EnergyWindow {

  /**
   * How long to count.
   *
   * @param leastNanos at least that long
   * @param leastSteps and over so many steps, except where each single reading sees one: then the
   *     counter is finer than the calls
   * @param mostNanos after that it is given up
   */
  record Length(long leastNanos, int leastSteps, long mostNanos) {

    /** At a case: the grain is at most a twentieth. */
    static final Length OF_CASE = new Length(1_000_000_000L, 20, 5_000_000_000L);

    /** At the start of a run. */
    static final Length IDLE = new Length(500_000_000L, 5, 2_000_000_000L);
  }

  private static final long READING_NANOS = 2_000_000;

  private final EnergyCounter counter;
  private final LongSupplier clock;
  private final Length length;
  private int readings;
  private int steps;
  private long calls;
  private long lastCount;
  private @Nullable Mark start;

  /** The counter's state right after a step. */
  private record Mark(long nanos, long microjoules, long calls) {}

  EnergyWindow(EnergyCounter counter, LongSupplier clock, Length length) {
    this.counter = counter;
    this.clock = clock;
    this.length = length;
  }

  /** Calls until enough is counted; two calls at least, where the counter moves at all. */
  EnergyUse measure(Runnable call) {
    OptionalLong first = counter.microjoules();
    if (first.isEmpty()) {
      return unreadable();
    }
    lastCount = first.getAsLong();
    long began = clock.getAsLong();
    long read = began;
    while (true) {
      call.run();
      calls++;
      long now = clock.getAsLong();
      if (now - read < READING_NANOS) {
        continue;
      }
      read = now;
      OptionalLong count = counter.microjoules();
      if (count.isEmpty()) {
        return unreadable();
      }
      EnergyUse use = step(new Mark(now, count.getAsLong(), calls));
      if (use != null) {
        return use;
      }
      // One call may take longer than that.
      if (now - (start == null ? began : start.nanos()) > length.mostNanos()) {
        return EnergyUse.unknown(
            "the counter (%s) moved only %d times in %.1f s"
                .formatted(counter.name(), start == null ? 0 : steps + 1, (now - began) / 1e9));
      }
    }
  }

  private EnergyUse unreadable() {
    return EnergyUse.unknown("the counter (" + counter.name() + ") cannot be read any more");
  }

  /** Takes a reading; the result where it is enough. */
  private @Nullable EnergyUse step(Mark now) {
    readings++;
    if (now.microjoules() == lastCount) {
      return null;
    }
    lastCount = now.microjoules();
    steps++;
    if (start == null) {
      start = now;
      readings = 0;
      steps = 0;
      return null;
    }
    long nanos = now.nanos() - start.nanos();
    boolean enough =
        nanos >= length.leastNanos() && (steps >= length.leastSteps() || steps == readings);
    return enough
        ? EnergyUse.of(now.microjoules() - start.microjoules(), nanos, now.calls() - start.calls())
        : null;
  }
}
