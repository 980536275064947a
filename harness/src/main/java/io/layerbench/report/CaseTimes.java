package io.layerbench.report;

import io.layerbench.run.BenchmarkCase;
import io.layerbench.run.Timing;
import io.layerbench.statistics.ForkSummary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the forks of one case say together.
 *
 * @param benchmarkCase the case
 * @param ms the time of a call in ms; null when no fork succeeded
 * @param emulated why its time is not one of the precision's own kernels; null where it is native
 * @param callMs the cost of the call itself in ms, the least of the forks'; null if unknown
 * @param failures the failed forks, in order
 */
record CaseTimes(
    BenchmarkCase benchmarkCase,
    @Nullable ForkSummary ms,
    @Nullable String emulated,
    boolean profiled,
    @Nullable Double callMs,
    List<Timing> failures) {

  /** The cases by id, in the order in which they were first run. */
  static Map<String, CaseTimes> of(List<Timing> timings) {
    Map<String, List<Timing>> forks = new LinkedHashMap<>();
    for (Timing timing : timings) {
      forks.computeIfAbsent(timing.caseId(), id -> new ArrayList<>()).add(timing);
    }
    Map<String, CaseTimes> cases = new LinkedHashMap<>();
    forks.forEach((id, list) -> cases.put(id, ofForks(list)));
    return cases;
  }

  private static CaseTimes ofForks(List<Timing> forks) {
    List<Timing> succeeded = forks.stream().filter(Timing::succeeded).toList();
    List<double[]> samples =
        succeeded.stream()
            .map(fork -> Arrays.stream(fork.callsNanos()).map(nanos -> nanos / 1e6).toArray())
            .toList();
    return new CaseTimes(
        forks.get(0).benchmarkCase(),
        samples.isEmpty() ? null : ForkSummary.of(samples),
        succeeded.stream().map(Timing::emulated).filter(Objects::nonNull).findFirst().orElse(null),
        succeeded.stream().anyMatch(fork -> !fork.kernels().isEmpty()),
        succeeded.stream()
            .map(Timing::callNanos)
            .filter(Objects::nonNull)
            .min(Double::compare)
            .map(nanos -> nanos / 1e6)
            .orElse(null),
        forks.stream().filter(fork -> !fork.succeeded()).toList());
  }

  /** The median of fork medians in ms; null when no fork succeeded. */
  @Nullable Double medianMs() {
    return ms == null ? null : (Double) ms.median();
  }
}
