package io.layerbench.device;

import java.util.List;
import java.util.Locale;

/**
 * How well a machine can be measured on, as {@code doctor} tried it.
 *
 * @param timerGrainNanos the least step of the clock that measurements use, ns
 * @param timerReadNanos what reading it takes, ns
 * @param callMicros the median of one call of a model that computes nothing, µs
 * @param spread how much one short computation varied on one thread
 * @param runDownPercent how much slower all processors were in the last tenth of a time of full
 *     load than in the first, by the median; negative where they were faster
 * @param scaling how much faster one computation is on all processors
 * @param seconds how long it was tried
 */
public record MachineNoise(
    double timerGrainNanos,
    double timerReadNanos,
    double callMicros,
    Spread spread,
    double runDownPercent,
    Scaling scaling,
    double seconds) {

  /** A sample is at least 50 µs: of that it is 2%. */
  private static final double MOST_GRAIN_NANOS = 1000;

  private static final double MOST_READ_NANOS = 500;
  private static final double MOST_CALL_MICROS = 50;
  private static final double MOST_SPREAD_PERCENT = 10;
  private static final double MOST_WANDERING_PERCENT = 5;
  private static final double MOST_RUN_DOWN_PERCENT = 5;
  private static final double LEAST_EFFICIENCY = 0.6;

  public MachineNoise {
    for (double value :
        new double[] {timerGrainNanos, timerReadNanos, callMicros, runDownPercent, seconds}) {
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException("a measure of noise is not finite (" + value + ")");
      }
    }
    if (timerGrainNanos <= 0 || timerReadNanos <= 0 || callMicros <= 0 || seconds <= 0) {
      throw new IllegalArgumentException("a time is not above 0");
    }
  }

  /**
   * Percent of the median.
   *
   * @param lowPercent how far the 10th percentile lies below it
   * @param highPercent how far the 90th lies above it
   * @param wanderingPercent how far the median of some tenth of the time lies from that of all
   */
  public record Spread(double lowPercent, double highPercent, double wanderingPercent) {

    public Spread {
      if (!(lowPercent >= 0 && highPercent >= 0 && wanderingPercent >= 0)) {
        throw new IllegalArgumentException("a spread is not at least 0");
      }
    }
  }

  /**
   * One computation on one thread and on all.
   *
   * @param threads as many as there are processors for this process
   * @param speedUp the time on one thread over that on all
   */
  public record Scaling(int threads, double speedUp) {

    public Scaling {
      if (threads < 1 || !(speedUp > 0)) {
        throw new IllegalArgumentException("no scaling: (%d), (%s)".formatted(threads, speedUp));
      }
    }
  }

  /**
   * What one measure says.
   *
   * @param name of the measure
   * @param value with units
   * @param good whether it lets differences of a few percent be told apart
   * @param meaning what it means where it is not good
   * @param remedy what to do then
   */
  public record Finding(String name, String value, boolean good, String meaning, String remedy) {}

  /** Every measure, good or not. */
  public List<Finding> findings() {
    return List.of(clock(), call(), stability(), thermal(), threads());
  }

  private Finding clock() {
    return new Finding(
        "Timer grain",
        format("%.0f ns, a reading takes %.0f ns", timerGrainNanos, timerReadNanos),
        timerGrainNanos <= MOST_GRAIN_NANOS && timerReadNanos <= MOST_READ_NANOS,
        "The clock is coarse or slow, as a virtual one is: samples are at least 50 µs, and short layers are known to a few percent only.",
        "let the kernel use the processor's counter (clock source tsc; `device` shows the present one), or another machine.");
  }

  private Finding call() {
    return new Finding(
        "Call overhead",
        format("%.1f µs for a model that computes nothing", callMicros),
        callMicros <= MOST_CALL_MICROS,
        "A layer that takes less than a call is mostly overhead when it is timed alone.",
        "stop other programs; keep the processors awake (the deep idle states off); trust the times in place.");
  }

  private Finding stability() {
    return new Finding(
        "Stability",
        format(
            "10%% of the calls are more than %.1f%% faster, 10%% more than %.1f%% slower; tenths of the time differ by up to %.1f%%",
            spread.lowPercent, spread.highPercent, spread.wanderingPercent),
        spread.lowPercent <= MOST_SPREAD_PERCENT
            && spread.highPercent <= MOST_SPREAD_PERCENT
            && spread.wanderingPercent <= MOST_WANDERING_PERCENT,
        format(
            "The same computation differs by that much by itself: two layers within %.0f%% cannot be told apart here, and rankings change from run to run.",
            Math.max(spread.wanderingPercent, Math.max(spread.lowPercent, spread.highPercent))),
        "stop other programs, fix the clock (governor performance), use dedicated processors; else more --forks, and run --strict.");
  }

  private Finding thermal() {
    return new Finding(
        "Thermal run-down",
        format("%+.1f%% after %.0f s of full load", runDownPercent, seconds * 0.4),
        runDownPercent <= MOST_RUN_DOWN_PERCENT,
        "The processors slow down under load: what is measured late in a run seems slower than what is measured early.",
        "turn the boost off or fix the clock, cool better, or let the machine warm up by a first run whose results you drop.");
  }

  private Finding threads() {
    return new Finding(
        "Scaling",
        format("%.2f× on %d threads", scaling.speedUp, scaling.threads),
        scaling.speedUp >= LEAST_EFFICIENCY * scaling.threads,
        "More threads do not bring what they should: processors share cores, a quota cuts them, or other programs hold them.",
        "measure with the threads that you deploy with: `run --threads` with the number of free cores.");
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
