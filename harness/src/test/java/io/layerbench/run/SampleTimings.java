package io.layerbench.run;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Timings for tests. */
public final class SampleTimings {

  private static final List<Long> SAMPLES = List.of(1000L, 1100L);

  private SampleTimings() {}

  /** An FP32 layer on the CPU. */
  public static BenchmarkCase layerCase(String layer) {
    return new BenchmarkCase(CaseKind.LAYER, layer, "cpu", "fp32");
  }

  static Timing succeeded(PlannedFork fork) {
    return timing(fork, SAMPLES, null, null);
  }

  /** A fork with one sample of two calls, and a share of it that was waited. */
  public static Timing waiting(PlannedFork fork, double callNanos, double waitPercent) {
    return timing(fork, List.of(Math.round(2 * callNanos)), waitPercent, null);
  }

  /** A fork that crashed. */
  public static Timing failed(PlannedFork fork) {
    return timing(fork, List.of(), null, "crashed");
  }

  private static Timing timing(
      PlannedFork fork, List<Long> samples, @Nullable Double wait, @Nullable String failure) {
    BenchmarkCase one = fork.benchmarkCase();
    return new Timing(
        one.id(),
        one.kind(),
        one.subject(),
        one.backend(),
        one.variant(),
        fork.fork(),
        fork.attempt(),
        fork.sequence(),
        samples,
        2,
        null,
        null,
        List.of(),
        null,
        null,
        null,
        wait,
        null,
        fork.remeasures(),
        null,
        failure,
        null);
  }
}
