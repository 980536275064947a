package io.layerbench.device;

import io.layerbench.base.Fact;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Lines of plain text for the terminal: a label, aligned, and a value or "unknown (reason)". */
public final class DeviceText {

  private DeviceText() {}

  /** The device's lines, in reading order. */
  public static List<String> lines(Device device) {
    return aligned(rows(device));
  }

  /** The device's values by label, in reading order. */
  public static Map<String, String> rows(Device device) {
    Cpu cpu = device.cpu();
    Map<String, String> rows = new LinkedHashMap<>();
    rows.put("Device", device.id());
    rows.put("CPU", text(cpu.modelName()));
    rows.put("Vendor", text(cpu.vendor()));
    rows.put("Microarchitecture", text(cpu.microarchitecture()));
    rows.put(
        "Family/model/stepping",
        text(cpu.family()) + " / " + text(cpu.model()) + " / " + text(cpu.stepping()));
    rows.put("Architecture", text(device.architecture()));
    rows.put("Packages", text(cpu.packages()));
    rows.put("Physical cores", text(cpu.physicalCores()));
    rows.put("Logical cores", text(cpu.logicalCores()));
    rows.put("SMT hardware", text(cpu.smt()));
    rows.put("NUMA nodes", text(cpu.numaNodes()));
    rows.put(
        "Caches",
        text(
            cpu.caches().items().stream().map(DeviceText::cache).toList(), cpu.caches().unknown()));
    rows.put(
        "Vector instructions",
        text(cpu.vectorInstructions().items(), cpu.vectorInstructions().unknown()));
    rows.put("Memory", text(device.memoryGib(), " GiB"));
    rows.put(
        "GPUs",
        text(
            device.gpus().items().stream().map(DeviceText::gpu).toList(), device.gpus().unknown()));
    return rows;
  }

  /** The conditions' lines, in reading order. */
  public static List<String> lines(Conditions conditions) {
    return aligned(rows(conditions));
  }

  /** The conditions' values by label, in reading order. */
  public static Map<String, String> rows(Conditions conditions) {
    Map<String, String> rows = new LinkedHashMap<>();
    rows.put("Operating system", text(conditions.operatingSystem()));
    rows.put("Kernel", text(conditions.kernel()));
    rows.put("JVM", text(conditions.jvm()));
    rows.put("Microcode", text(conditions.microcode()));
    rows.put("Governor", text(conditions.governor()));
    rows.put("Scaling driver", text(conditions.scalingDriver()));
    rows.put("Turbo", text(conditions.turbo()));
    rows.put("SMT active", text(conditions.smtActive()));
    rows.put("Load average", text(conditions.loadAverage()));
    rows.put("CPU pressure", text(conditions.cpuPressurePercent(), " % (last 10 s)"));
    rows.put("Steal", text(conditions.stealPercent(), " % (since boot)"));
    rows.put("CPU quota", quota(conditions.cpuQuotaCores()));
    rows.put("Throttled periods", text(conditions.throttledPeriods()));
    rows.put("Allowed CPUs", text(conditions.allowedCpus()));
    rows.put("Power source", text(conditions.powerSource()));
    rows.put("Temperature", text(conditions.temperatureCelsius(), " °C"));
    rows.put("Virtual machine", text(conditions.virtualMachine()));
    rows.put("Container", text(conditions.container()));
    rows.put("Transparent huge pages", text(conditions.transparentHugePages()));
    rows.put("Clock source", text(conditions.clockSource()));
    rows.put("Total memory", gib(conditions.totalMemoryBytes()));
    rows.put("Available memory", gib(conditions.availableMemoryBytes()));
    rows.put("Energy counter", text(conditions.energyCounter()));
    if (conditions.idleWatts().value() != null) {
      rows.put("Idle power", text(conditions.idleWatts(), " W (half a second at the start)"));
    }
    rows.putAll(NvidiaText.rows(conditions.nvidia()));
    return rows;
  }

  private static List<String> aligned(Map<String, String> rows) {
    int width = rows.keySet().stream().mapToInt(String::length).max().orElse(0) + 1;
    List<String> lines = new ArrayList<>();
    rows.forEach(
        (label, value) ->
            lines.add(String.format(Locale.ROOT, "%-" + width + "s %s", label + ":", value)));
    return lines;
  }

  /** A fact's value, or "unknown (reason)". */
  public static String text(Fact fact) {
    return text(fact, "");
  }

  static String text(Fact fact, String unit) {
    return fact.value() == null ? "unknown (" + fact.unknown() + ")" : fact.value() + unit;
  }

  private static String text(List<String> items, @Nullable String unknown) {
    if (unknown == null) {
      return items.isEmpty() ? "none" : String.join(", ", items);
    }
    return items.isEmpty()
        ? "unknown (" + unknown + ")"
        : String.join(", ", items) + "; not complete (" + unknown + ")";
  }

  private static String quota(Fact quota) {
    return text(quota, FactNumbers.of(quota).isPresent() ? " cores" : "");
  }

  private static String cache(Cache cache) {
    String type =
        switch (cache.type()) {
          case DATA -> "d";
          case INSTRUCTION -> "i";
          case UNIFIED -> "";
        };
    String size =
        cache.bytes() % (1 << 20) == 0
            ? (cache.bytes() >> 20) + " MiB"
            : (cache.bytes() >> 10) + " KiB";
    return "L" + cache.level() + type + " " + size;
  }

  private static String gpu(Gpu gpu) {
    return text(gpu.name())
        + (gpu.memoryBytes().value() == null ? "" : " with " + gib(gpu.memoryBytes()))
        + (gpu.computeCapability().value() == null
            ? ""
            : ", compute capability " + gpu.computeCapability().value());
  }

  private static String gib(Fact bytes) {
    return FactNumbers.of(bytes).isPresent()
        ? String.format(Locale.ROOT, "%.1f GiB", FactNumbers.of(bytes).getAsDouble() / (1L << 30))
        : text(bytes);
  }
}
