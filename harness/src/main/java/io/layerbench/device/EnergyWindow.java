package io.layerbench.device;

import java.util.OptionalLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Calls something back to back while a counter of energy runs.
 *
 * <p>Such a counter moves in steps, of about 1 ms (RAPL) to 100 ms (NVML), so it is counted from
 * one step to another and over as many steps as make what is left of the grain small. Reading it
 * takes 4 ms on an H100, in which the device rests: it is read only to find the first two steps and
 * the last one, and between two readings calls take four times as long as a reading.
 */
final class EnergyWindow {

  /**
   * How long to count.
   *
   * @param leastNanos at least that long
   * @param leastSteps and over so many steps, unless the counter is finer than the calls
   * @param mostNanos after that it is given up
   */
  record Length(long leastNanos, int leastSteps, long mostNanos) {

    /** At a case: the grain is at most a twentieth. */
    static final Length OF_CASE = new Length(1_000_000_000L, 20, 5_000_000_000L);

    /** At the start of a run. */
    static final Length IDLE = new Length(500_000_000L, 5, 2_000_000_000L);
  }

  /** Between two readings at least. */
  private static final long READING_NANOS = 2_000_000;

  private static final int CALLS_PER_READING = 4;

  private final EnergyCounter counter;
  private final LongSupplier clock;
  private final Length length;
  private int readings;
  private int steps;
  private long calls;
  private long lastCount;
  private long target;
  private boolean unseen;
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
    long next = began + READING_NANOS;
    while (true) {
      call.run();
      calls++;
      long now = clock.getAsLong();
      if (now < next) {
        continue;
      }
      OptionalLong count = counter.microjoules();
      if (count.isEmpty()) {
        return unreadable();
      }
      EnergyUse use = step(new Mark(now, count.getAsLong(), calls));
      if (use != null) {
        return use;
      }
      // One call may take longer than that.
      if (now - (start == null ? began : start.nanos()) > length.mostNanos()
          || target > length.mostNanos()) {
        return EnergyUse.unknown(
            "the counter (%s) moved only %d times in %.1f s"
                .formatted(counter.name(), start == null ? 0 : steps + 1, (now - began) / 1e9));
      }
      next = nextReading(now, clock.getAsLong());
    }
  }

  private long nextReading(long before, long after) {
    long pause = after + Math.max(READING_NANOS, CALLS_PER_READING * (after - before));
    if (start == null || target == 0 || quietUntil(start) <= pause) {
      return pause;
    }
    unseen = true;
    return quietUntil(start);
  }

  /** Half a step before the last one. */
  private long quietUntil(Mark from) {
    return from.nanos() + target - target / (2L * length.leastSteps());
  }

  private EnergyUse unreadable() {
    return EnergyUse.unknown("the counter (" + counter.name() + ") cannot be read any more");
  }

  /** Takes a reading; the result where it is enough. */
  private @Nullable EnergyUse step(Mark now) {
    readings++;
    if (unseen) {
      // Somewhere in the middle of a step: the next one is wanted.
      unseen = false;
      lastCount = now.microjoules();
      return null;
    }
    if (now.microjoules() == lastCount) {
      return null;
    }
    lastCount = now.microjoules();
    if (start == null) {
      start = now;
      readings = 0;
      return null;
    }
    steps++;
    long nanos = now.nanos() - start.nanos();
    if (target == 0) {
      target = Math.max(length.leastNanos(), wanted(nanos));
    }
    boolean enough = nanos >= length.leastNanos() && now.nanos() >= quietUntil(start);
    return enough
        ? EnergyUse.of(now.microjoules() - start.microjoules(), nanos, now.calls() - start.calls())
        : null;
  }

  /**
   * How long the steps take that are wanted, by the first one. Where the very next reading sees it,
   * the counter may be finer than the calls are long, and a few of those do.
   */
  private long wanted(long firstStep) {
    long all = length.leastSteps() * firstStep;
    return readings > 1 ? all : Math.min(all, length.mostNanos() / 2);
  }
}
