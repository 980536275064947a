package io.layerbench.run;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Timings for tests. */
final class SampleTimings {

  private SampleTimings() {}

  static BenchmarkCase layerCase(String layer) {
    return new BenchmarkCase(CaseKind.LAYER, layer, "cpu", "fp32");
  }

  static Timing succeeded(PlannedFork fork) {
    return timing(fork, List.of(1000L, 1100L), null);
  }

  static Timing failed(PlannedFork fork) {
    return timing(fork, List.of(), "crashed");
  }

  private static Timing timing(PlannedFork fork, List<Long> samples, @Nullable String failure) {
    BenchmarkCase one = fork.benchmarkCase();
    return new Timing(
        one.id(),
        one.kind(),
        one.subject(),
        one.backend(),
        one.variant(),
        fork.fork(),
        fork.sequence(),
        samples,
        2,
        null,
        null,
        List.of(),
        null,
        null,
        failure,
        null);
  }
}
