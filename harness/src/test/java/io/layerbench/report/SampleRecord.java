package io.layerbench.report;

import io.layerbench.backend.ActivationType;
import io.layerbench.backend.Availability;
import io.layerbench.onnx.LayerKind;
import io.layerbench.quantize.Scheme;
import io.layerbench.run.LayerRow;
import io.layerbench.run.RunRecord;
import io.layerbench.run.Termination;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The run.json of invented runs. */
final class SampleRecord {

  static final String SHA = "5e".repeat(32);

  private SampleRecord() {}

  static RunRecord of(String model, String label, List<LayerRow> layers, List<String> warnings) {
    Map<String, String> skipped = new LinkedHashMap<>();
    layers.stream()
        .filter(layer -> layer.kind() == LayerKind.GLUE)
        .forEach(layer -> skipped.put("cpu/fp16/layer/" + layer.name(), "FP16 is storage only"));
    return new RunRecord(
        RunRecord.FORMAT_VERSION,
        "layerbench 0.1.0",
        "0123abc",
        Map.of("JVM", "17.0.15", "JMH", "1.37", "ONNX Runtime", "1.29.0"),
        SampleOptions.of(model, label),
        model,
        SHA,
        "dataset.json",
        SHA,
        Map.of("cpu", Scheme.baseline(ActivationType.UINT8)),
        SampleDevice.device(),
        SampleDevice.conditions(),
        List.of(
            Availability.available("cpu"),
            Availability.unavailable(
                "cuda", "driver", "libcuda.so.1 not found", "install a driver")),
        layers,
        List.of(),
        skipped,
        null,
        warnings,
        "2026-11-23T02:48:30Z",
        "2026-11-23T02:50:10Z",
        Termination.NORMAL);
  }
}
