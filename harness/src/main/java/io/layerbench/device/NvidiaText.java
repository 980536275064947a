package io.layerbench.device;

import io.layerbench.base.Fact;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** NVIDIA's graphics processors for people; in one line where nothing is known. */
final class NvidiaText {

  private NvidiaText() {}

  static Map<String, String> rows(NvidiaState state) {
    Map<String, String> rows = new LinkedHashMap<>();
    rows.put("NVIDIA driver", DeviceText.text(state.driver()));
    if (state.gpus().unknown() != null) {
      return rows;
    }
    rows.put("CUDA of the driver", DeviceText.text(state.cuda()));
    rows.put("GPU energy counter", DeviceText.text(state.energyCounter()));
    List<GpuState> gpus = state.gpus().items();
    for (int i = 0; i < gpus.size(); i++) {
      rows.put("GPU " + i, line(gpus.get(i)));
    }
    return rows;
  }

  /** What is known of it, and once which of the rest is not. */
  private static String line(GpuState gpu) {
    List<String> parts = new ArrayList<>();
    List<String> unknown = new ArrayList<>();
    Map<String, Fact> facts = new LinkedHashMap<>();
    facts.put("name %s", gpu.name());
    facts.put("power %s W", gpu.powerWatts());
    facts.put("power limit %s W", gpu.powerLimitWatts());
    facts.put("temperature %s °C", gpu.temperatureCelsius());
    facts.put("clock %s MHz", gpu.graphicsMegahertz());
    facts.put("highest clock %s MHz", gpu.maxGraphicsMegahertz());
    facts.put("memory clock %s MHz", gpu.memoryMegahertz());
    facts.put("highest memory clock %s MHz", gpu.maxMemoryMegahertz());
    facts.put("ECC %s", gpu.ecc());
    facts.put("MIG %s", gpu.mig());
    facts.put("persistence %s", gpu.persistence());
    facts.put("PCIe %s", gpu.pcieLink());
    facts.put("clock held back by %s", gpu.clockEvents());
    facts.forEach(
        (form, fact) -> {
          if (fact.value() == null) {
            unknown.add(form.substring(0, form.indexOf(" %s")));
          } else {
            parts.add(form.formatted(fact.value()));
          }
        });
    if (!unknown.isEmpty()) {
      parts.add("unknown: " + String.join(", ", unknown));
    }
    return String.join("; ", parts);
  }
}
