package io.layerbench.run;

import io.layerbench.statistics.ForkSummary;
import io.layerbench.statistics.Interval;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the forks of a whole model say of it.
 *
 * @param forks of the model's case, failed ones among them
 * @param batch items per call
 */
public record MethodTimes(List<Timing> forks, int batch) {

  public MethodTimes {
    forks = List.copyOf(forks);
  }

  /**
   * Of one model of a run.
   *
   * @param timings of the whole run
   * @param subject what a whole model is called
   */
  public static MethodTimes of(
      List<Timing> timings, String subject, String backend, String variant, int batch) {
    String id = new BenchmarkCase(CaseKind.MODEL, subject, backend, variant).id();
    return new MethodTimes(
        timings.stream().filter(timing -> timing.caseId().equals(id)).toList(), batch);
  }

  /** The median of fork medians, ms; null without a fork that succeeded. */
  public @Nullable Double latencyMs() {
    ForkSummary latency = latency();
    return latency == null ? null : (Double) (latency.median() / 1e6);
  }

  /** The lower end of the latency's interval, ms; null likewise. */
  public @Nullable Double latencyLowMs() {
    Interval interval = interval();
    return interval == null ? null : (Double) (interval.low() / 1e6);
  }

  /** The upper end, ms; null likewise. */
  public @Nullable Double latencyHighMs() {
    Interval interval = interval();
    return interval == null ? null : (Double) (interval.high() / 1e6);
  }

  /** Batch / latency; null likewise. */
  public @Nullable Double itemsPerSecond() {
    ForkSummary latency = latency();
    return latency == null ? null : (Double) (batch * 1e9 / latency.median());
  }

  /** The forks' mean process load, 100 being one core; null if unknown. */
  public @Nullable Double cpuPercent() {
    List<Double> percents =
        uses().stream().map(ProcessUse::cpuPercent).filter(Objects::nonNull).toList();
    return percents.isEmpty()
        ? null
        : (Double) percents.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
  }

  /** The largest resident peak of a fork, MB of 10⁶ bytes; null if unknown. */
  public @Nullable Double peakMemoryMb() {
    return uses().stream()
        .map(ProcessUse::peakBytes)
        .filter(Objects::nonNull)
        .max(Long::compare)
        .map(bytes -> bytes / 1e6)
        .orElse(null);
  }

  /** Why a fork failed; null where none did. */
  public @Nullable String failure() {
    return forks.stream()
        .filter(timing -> !timing.succeeded())
        .findFirst()
        .map(Timing::failure)
        .orElse(null);
  }

  private @Nullable Interval interval() {
    ForkSummary latency = latency();
    return latency == null ? null : latency.interval();
  }

  private @Nullable ForkSummary latency() {
    List<double[]> calls =
        forks.stream().filter(Timing::succeeded).map(Timing::callsNanos).toList();
    return calls.isEmpty() ? null : ForkSummary.of(calls);
  }

  private Collection<ProcessUse> uses() {
    return forks.stream().map(Timing::process).filter(Objects::nonNull).toList();
  }
}
