package io.layerbench.report;

import io.layerbench.base.Precision;
import io.layerbench.run.PlanningOptions;
import io.layerbench.run.QuantizationOptions;
import io.layerbench.run.RunOptions;
import java.util.List;
import java.util.Map;

/** What a sample run was asked for. */
final class SampleOptions {

  private SampleOptions() {}

  static RunOptions of(String model, String label) {
    return new RunOptions(
        model,
        "dataset.json",
        List.of("cpu"),
        List.of(Precision.FP32, Precision.FP16, Precision.INT8),
        40,
        20,
        2,
        null,
        2,
        1,
        Map.of("audio", List.of(1L, 1L, 8000L)),
        100,
        null,
        null,
        42,
        label,
        null,
        QuantizationOptions.defaults(),
        false,
        PlanningOptions.defaults(),
        Map.of(),
        true);
  }
}
