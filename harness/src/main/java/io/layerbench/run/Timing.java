package io.layerbench.run;

import io.layerbench.backend.Kernel;
import io.layerbench.base.Precision;
import io.layerbench.statistics.Summary;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One finished fork of one case: a line of timings.jsonl. Either it succeeded and has all K
 * samples, or it failed and has a reason.
 *
 * @param caseId {@link BenchmarkCase#id()}
 * @param fork from 0
 * @param attempt 0, or 1 for a fork that was measured again because the first one was contended
 * @param sequence its place in the order of execution, from 0 and increasing over the whole run
 * @param samplesNanos nanoseconds of each sample, a sample being {@code repeats} calls; empty when
 *     failed
 * @param repeats calls per sample, at least 1
 * @param callNanos nanoseconds of one call of an identity model with the same inputs, by the
 *     median; null if unknown
 * @param emulated why the time is not one of the precision's own kernels; null where it is native
 * @param kernels what the runtime executed, from its own profile
 * @param memory the session's native memory; null when failed
 * @param process what the process took; null when failed
 * @param cpuPressure percent of the fork's wall time in which some task waited for a CPU; null if
 *     unknown
 * @param sampledWaitPercent percent of the time from the first sample to the last in which one of
 *     the fork's own threads was ready and waited for a CPU, by the thread that waited longest,
 *     compilers aside; null if unknown
 * @param surroundings what else is known of the machine meanwhile; null in files of earlier
 *     programs
 * @param remeasures why the first attempt counted as contended; null in a first attempt
 * @param output how far its output was from the simulation of its precision; null where the fork
 *     failed, for a sentinel, and in files of earlier programs
 * @param failure why there are no samples; null on success
 * @param log the failed fork's log, relative to the run's folder; null on success, and where it was
 *     never started
 */
public record Timing(
    String caseId,
    CaseKind kind,
    String subject,
    String backend,
    String variant,
    int fork,
    int attempt,
    int sequence,
    List<Long> samplesNanos,
    int repeats,
    @Nullable Double callNanos,
    @Nullable String emulated,
    List<Kernel> kernels,
    @Nullable MemoryUse memory,
    @Nullable ProcessUse process,
    @Nullable Double cpuPressure,
    @Nullable Double sampledWaitPercent,
    @Nullable Surroundings surroundings,
    @Nullable String remeasures,
    @Nullable OutputDeviation output,
    @Nullable String failure,
    @Nullable String log) {

  public Timing {
    samplesNanos = CompactLongs.copyOf(samplesNanos);
    kernels = List.copyOf(kernels);
    if (fork < 0 || sequence < 0 || repeats < 1) {
      throw new IllegalArgumentException(
          "case (%s): fork (%d), sequence (%d), repeats (%d)"
              .formatted(caseId, fork, sequence, repeats));
    }
    if (attempt < 0 || (attempt == 0) != (remeasures == null)) {
      throw new IllegalArgumentException(
          "case (%s): attempt (%d) measures again because of (%s)"
              .formatted(caseId, attempt, remeasures));
    }
    if ((failure == null) == samplesNanos.isEmpty()) {
      throw new IllegalArgumentException(
          "case (" + caseId + ") needs samples or a failure, and not both");
    }
    if (kind == CaseKind.LAYER && !Precision.isId(variant)) {
      throw new IllegalArgumentException(
          "case (%s) is of a layer in no precision (%s)".formatted(caseId, variant));
    }
    if (samplesNanos.stream().anyMatch(nanos -> nanos <= 0)) {
      throw new IllegalArgumentException(
          "case (" + caseId + ") has a sample that is not above 0 ns");
    }
  }

  /** True when it has samples. */
  public boolean succeeded() {
    return failure == null;
  }

  /** Nanoseconds of one call, per sample. */
  public double[] callsNanos() {
    return samplesNanos.stream().mapToDouble(nanos -> nanos / (double) repeats).toArray();
  }

  /**
   * The median of one call over its samples, in nanoseconds.
   *
   * @throws IllegalStateException where the fork failed
   */
  public double medianNanos() {
    if (!succeeded()) {
      throw new IllegalStateException("case (" + caseId + ") failed: it has no samples");
    }
    return Summary.of(callsNanos()).median();
  }

  /**
   * The same with what was seen around it.
   *
   * @param pressure percent of its whole time in which some task waited for a CPU; null for unknown
   */
  public Timing observed(@Nullable Double pressure, Surroundings seen) {
    return new Timing(
        caseId,
        kind,
        subject,
        backend,
        variant,
        fork,
        attempt,
        sequence,
        samplesNanos,
        repeats,
        callNanos,
        emulated,
        kernels,
        memory,
        process,
        pressure,
        sampledWaitPercent,
        seen,
        remeasures,
        output,
        failure,
        log);
  }

  /**
   * A fork that gave no samples.
   *
   * @param reason why not
   * @param log its log, relative to the run's folder; null where it was never started
   */
  public static Timing failed(PlannedFork item, String reason, @Nullable String log) {
    BenchmarkCase failed = item.benchmarkCase();
    return new Timing(
        failed.id(),
        failed.kind(),
        failed.subject(),
        failed.backend(),
        failed.variant(),
        item.fork(),
        item.attempt(),
        item.sequence(),
        List.of(),
        1,
        null,
        null,
        List.of(),
        null,
        null,
        null,
        null,
        null,
        item.remeasures(),
        null,
        reason,
        log);
  }

  /** The case that this is a fork of. */
  public BenchmarkCase benchmarkCase() {
    return new BenchmarkCase(kind, subject, backend, variant);
  }
}
